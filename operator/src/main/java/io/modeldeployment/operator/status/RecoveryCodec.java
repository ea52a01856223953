package io.modeldeployment.operator.status;

import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RecoveryStatus;
import io.modeldeployment.operator.recovery.Past;
import io.modeldeployment.operator.recovery.Rung;
import io.modeldeployment.operator.recovery.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what recovery has done into the status and reads it back. */
public final class RecoveryCodec {
    private RecoveryCodec() {}

    /** What {@code status} keeps; {@link Past#NONE} where it keeps nothing. */
    public static Past read(@Nullable ModelDeploymentStatus status) {
        return Optional.ofNullable(status)
                .map(ModelDeploymentStatus::recovery)
                .map(kept -> new Past(
                        kept.attempts() == null ? 0 : kept.attempts(),
                        Optional.ofNullable(kept.lastAction()).flatMap(Rung::of),
                        RolloutCodec.time(kept.lastTime()),
                        Objects.requireNonNullElse(kept.tried(), List.of())))
                .orElse(Past.NONE);
    }

    /** The backup that {@code status} says stands in for what the spec asked for. */
    public static Optional<StandIn> standIn(@Nullable ModelDeploymentStatus status) {
        return Optional.ofNullable(status)
                .map(ModelDeploymentStatus::recovery)
                .filter(kept -> kept.backup() != null && kept.digest() != null && kept.insteadOf() != null)
                .map(kept -> new StandIn(
                        Objects.requireNonNull(kept.backup()),
                        Objects.requireNonNull(kept.digest()),
                        Objects.requireNonNull(kept.insteadOf())));
    }

    /** What the status shall keep; null where there is nothing to say. */
    public static @Nullable RecoveryStatus write(Past past, Optional<String> message, Optional<StandIn> standIn) {
        return past.equals(Past.NONE) && message.isEmpty() && standIn.isEmpty()
                ? null
                : new RecoveryStatus(
                        past.attempts(),
                        past.last().map(Rung::word).orElse(null),
                        past.at().map(Instant::toString).orElse(null),
                        message.orElse(null),
                        past.tried().isEmpty() ? null : past.tried(),
                        standIn.map(StandIn::backup).orElse(null),
                        standIn.map(StandIn::digest).orElse(null),
                        standIn.map(StandIn::insteadOf).orElse(null));
    }
}
