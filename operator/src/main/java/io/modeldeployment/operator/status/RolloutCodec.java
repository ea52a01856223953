package io.modeldeployment.operator.status;

import io.modeldeployment.api.v1.AbortStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RetiringRevision;
import io.modeldeployment.api.v1.RolloutStage;
import io.modeldeployment.api.v1.RolloutStatus;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Course;
import io.modeldeployment.operator.rollout.HandledAction;
import io.modeldeployment.operator.rollout.Retirement;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Rollout;
import io.modeldeployment.operator.rollout.RolloutState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a rollout into the status and reads it back: what is read equals what was written. */
public final class RolloutCodec {
    private RolloutCodec() {}

    /** The rollout that {@code status} keeps; a fresh one where there is none or it cannot be read. */
    public static Rollout read(@Nullable ModelDeploymentStatus status) {
        if (status == null) {
            return Rollout.fresh();
        }
        RolloutStatus rollout = status.rollout();
        List<RetiringRevision> retiring =
                rollout == null || rollout.retiring() == null ? List.of() : rollout.retiring();
        return new Rollout(
                state(status),
                retiring.stream()
                        .flatMap(entry ->
                                time(entry.scaleDownAt())
                                        .map(at -> new Retirement(new RevisionHash(entry.revision()), at))
                                        .stream())
                        .toList(),
                action(status.lastHandledAction()),
                rollout == null || rollout.promoted() == null
                        ? List.of()
                        : rollout.promoted().stream().map(RevisionHash::new).toList());
    }

    private static Optional<RolloutState> state(ModelDeploymentStatus status) {
        RolloutStatus rollout = status.rollout();
        if (rollout == null || rollout.stage() == null) {
            return Optional.empty();
        }
        var stable = Optional.ofNullable(status.stableRevision()).map(RevisionHash::new);
        var candidate = Optional.ofNullable(status.candidateRevision()).map(RevisionHash::new);
        Instant startedAt = time(rollout.startedAt()).orElse(Instant.EPOCH);
        if (rollout.stage() == RolloutStage.INITIAL) {
            return candidate.map(revision -> new RolloutState.Initial(revision, time(rollout.startedAt())));
        }
        if (rollout.stage() == RolloutStage.STABLE) {
            return stable.map(RolloutState.Stable::new);
        }
        return stable.flatMap(from -> candidate.map(to -> moving(from, to, startedAt, rollout)));
    }

    private static RolloutState moving(
            RevisionHash stable, RevisionHash candidate, Instant startedAt, RolloutStatus rollout) {
        return switch (Objects.requireNonNull(rollout.stage())) {
            case PROGRESSING ->
                new RolloutState.Progressing(
                        stable,
                        candidate,
                        startedAt,
                        rollout.stepIndex() == null ? 0 : rollout.stepIndex(),
                        time(rollout.stepStartedAt()),
                        time(rollout.waitingSince()),
                        Boolean.TRUE.equals(rollout.held()),
                        course(rollout));
            case PROMOTING -> new RolloutState.Promoting(stable, candidate, startedAt);
            case VERIFYING ->
                new RolloutState.Verifying(
                        stable,
                        candidate,
                        startedAt,
                        time(rollout.stepStartedAt()).orElse(startedAt));
            case ROLLING_BACK -> new RolloutState.RollingBack(stable, candidate, abort(rollout.abort()));
            case FAILED -> new RolloutState.Failed(stable, candidate, abort(rollout.abort()));
            case INITIAL, STABLE -> throw new IllegalStateException("has no candidate beside a stable revision");
        };
    }

    private static Course course(RolloutStatus rollout) {
        return Boolean.TRUE.equals(rollout.back())
                ? new Course.Back()
                : new Course.Steps(rollout.steps() == null ? List.of() : rollout.steps());
    }

    private static Abort abort(@Nullable AbortStatus abort) {
        if (abort == null) {
            return new Abort(Abort.Cause.REQUESTED, "the cause was lost", Instant.EPOCH);
        }
        return new Abort(
                Abort.Cause.ofReason(abort.reason()),
                abort.message(),
                time(abort.time()).orElse(Instant.EPOCH));
    }

    private static Optional<HandledAction> action(io.modeldeployment.api.v1.@Nullable HandledAction action) {
        return Optional.ofNullable(action)
                .map(handled -> new HandledAction(
                        handled.id(),
                        handled.verb(),
                        handled.accepted(),
                        handled.message(),
                        time(handled.time()).orElse(Instant.EPOCH)));
    }

    /** A time as it was written; empty where none was, or none that can be read. */
    static Optional<Instant> time(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What of {@code rollout} goes into {@code status.rollout}. */
    static RolloutStatus write(Rollout rollout) {
        var state = rollout.state();
        var progressing =
                state.filter(RolloutState.Progressing.class::isInstance).map(RolloutState.Progressing.class::cast);
        return new RolloutStatus(
                state.map(RolloutCodec::stage).orElse(null),
                state.flatMap(RolloutCodec::startedAt).map(Instant::toString).orElse(null),
                progressing.map(RolloutState.Progressing::step).orElse(null),
                state.flatMap(RolloutCodec::stepStartedAt)
                        .map(Instant::toString)
                        .orElse(null),
                progressing
                        .flatMap(RolloutState.Progressing::waitingSince)
                        .map(Instant::toString)
                        .orElse(null),
                progressing
                        .map(RolloutState.Progressing::held)
                        .filter(held -> held)
                        .orElse(null),
                progressing
                        .map(RolloutState.Progressing::course)
                        .flatMap(RolloutCodec::words)
                        .orElse(null),
                progressing
                        .map(RolloutState.Progressing::isBack)
                        .filter(back -> back)
                        .orElse(null),
                state.flatMap(RolloutCodec::abortOf)
                        .map(abort -> new AbortStatus(
                                abort.cause().reason(),
                                abort.message(),
                                abort.at().toString()))
                        .orElse(null),
                rollout.retiring().isEmpty()
                        ? null
                        : rollout.retiring().stream()
                                .map(entry -> new RetiringRevision(
                                        entry.revision().value(),
                                        entry.scaleDownAt().toString()))
                                .toList(),
                rollout.promoted().isEmpty()
                        ? null
                        : rollout.promoted().stream().map(RevisionHash::value).toList());
    }

    private static Optional<List<String>> words(Course course) {
        return course instanceof Course.Steps(var words) && !words.isEmpty() ? Optional.of(words) : Optional.empty();
    }

    static io.modeldeployment.api.v1.@Nullable HandledAction write(Optional<HandledAction> action) {
        return action.map(handled -> new io.modeldeployment.api.v1.HandledAction(
                        handled.id(),
                        handled.verb(),
                        handled.accepted(),
                        handled.message(),
                        handled.at().toString()))
                .orElse(null);
    }

    private static RolloutStage stage(RolloutState state) {
        return switch (state) {
            case RolloutState.Initial _ -> RolloutStage.INITIAL;
            case RolloutState.Stable _ -> RolloutStage.STABLE;
            case RolloutState.Progressing _ -> RolloutStage.PROGRESSING;
            case RolloutState.Promoting _ -> RolloutStage.PROMOTING;
            case RolloutState.Verifying _ -> RolloutStage.VERIFYING;
            case RolloutState.RollingBack _ -> RolloutStage.ROLLING_BACK;
            case RolloutState.Failed _ -> RolloutStage.FAILED;
        };
    }

    private static Optional<Instant> startedAt(RolloutState state) {
        return switch (state) {
            case RolloutState.Initial(var _, var at) -> at;
            case RolloutState.Progressing progressing -> Optional.of(progressing.startedAt());
            case RolloutState.Promoting(var _, var _, var at) -> Optional.of(at);
            case RolloutState.Verifying verifying -> Optional.of(verifying.startedAt());
            case RolloutState.Stable _, RolloutState.RollingBack _, RolloutState.Failed _ -> Optional.empty();
        };
    }

    private static Optional<Instant> stepStartedAt(RolloutState state) {
        return switch (state) {
            case RolloutState.Progressing progressing -> progressing.stepStartedAt();
            case RolloutState.Verifying verifying -> Optional.of(verifying.since());
            default -> Optional.empty();
        };
    }

    private static Optional<Abort> abortOf(RolloutState state) {
        return switch (state) {
            case RolloutState.RollingBack(var _, var _, var abort) -> Optional.of(abort);
            case RolloutState.Failed(var _, var _, var abort) -> Optional.of(abort);
            default -> Optional.empty();
        };
    }
}
