package io.modeldeployment.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.modeldeployment.api.v1.BackedUpFile;
import io.modeldeployment.api.v1.BackedUpModel;
import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Choice;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A backup's state as its status, and back: what is not in the status is not known after a restart. */
public final class BackupCodec {
    private static final String READY = "Ready";
    private static final String CHOSEN = "MethodChosen";
    private static final int MESSAGE_LENGTH = 1000;
    private static final long KIB = 1024;
    private static final List<String> UNITS = List.of("Ki", "Mi", "Gi", "Ti");

    private BackupCodec() {}

    /** What the status of {@code backup} says of it. */
    public static BackupState read(ModelBackup backup) {
        ModelBackupStatus status = backup.getStatus();
        if (status == null || status.phase() == null) {
            return BackupState.NEW;
        }
        return new BackupState(
                status.phase(),
                Optional.ofNullable(status.startTime()).map(Instant::parse),
                Optional.ofNullable(status.completionTime()).map(Instant::parse),
                source(status),
                choice(status),
                contents(status),
                place(status),
                condition(status, READY).map(Condition::getReason).orElse(""),
                Objects.requireNonNullElse(status.message(), ""));
    }

    private static Optional<Source> source(ModelBackupStatus status) {
        return Optional.ofNullable(status.sourceClaim())
                .map(claim -> new Source(
                        claim,
                        Objects.requireNonNullElse(status.sourcePath(), "."),
                        Objects.requireNonNullElse(status.revision(), ""),
                        Optional.ofNullable(status.model())
                                .map(BackedUpModel::name)
                                .orElse(""),
                        Optional.ofNullable(status.storageClassName())));
    }

    private static Optional<Choice> choice(ModelBackupStatus status) {
        return condition(status, CHOSEN)
                .filter(_ -> status.method() != null)
                .map(chosen -> status.method() == BackupMethod.COPY
                        ? new Choice.Copy(chosen.getReason(), chosen.getMessage())
                        : new Choice.Snapshot("", chosen.getReason(), chosen.getMessage()));
    }

    private static Optional<Contents> contents(ModelBackupStatus status) {
        return Optional.ofNullable(status.model())
                .map(BackedUpModel::digest)
                .map(digest -> new Contents(
                        digest,
                        Objects.requireNonNullElse(status.bytes(), 0L),
                        Optional.ofNullable(status.files()).orElse(List.of()).stream()
                                .map(file -> new Contents.File(file.path(), file.size()))
                                .toList()));
    }

    private static Optional<Place> place(ModelBackupStatus status) {
        if (status.snapshotName() != null) {
            return Optional.of(new Place.Snapshotted(status.snapshotName(), Optional.ofNullable(status.restoreSize())));
        }
        return Optional.ofNullable(status.claimName())
                .map(claim -> new Place.Copied(claim, Objects.requireNonNull(status.path())));
    }

    private static Optional<Condition> condition(ModelBackupStatus status, String type) {
        return conditions(status)
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private static Stream<Condition> conditions(@Nullable ModelBackupStatus status) {
        return Optional.ofNullable(status).map(ModelBackupStatus::conditions).orElse(List.of()).stream();
    }

    /** The status that says {@code state} of {@code backup}. */
    public static ModelBackupStatus write(ModelBackup backup, BackupState state, Instant now) {
        Optional<Place> place = state.place();
        return new ModelBackupStatus(
                state.phase(),
                shortened(state.message()),
                state.choice().map(BackupCodec::method).orElse(null),
                in(place, Place.Snapshotted.class, Place.Snapshotted::name),
                in(place, Place.Snapshotted.class, at -> at.restoreSize().orElse(null)),
                in(place, Place.Copied.class, Place.Copied::claim),
                path(state),
                state.source().map(Source::claim).orElse(null),
                state.source().map(Source::path).orElse(null),
                state.source().flatMap(Source::storageClass).orElse(null),
                state.source().map(Source::revision).orElse(null),
                model(state),
                state.startedAt().map(BackupCodec::time).orElse(null),
                state.endedAt().map(BackupCodec::time).orElse(null),
                state.contents().map(Contents::bytes).map(BackupCodec::readable).orElse(null),
                state.contents().map(Contents::bytes).orElse(null),
                files(state),
                conditions(backup, state, now));
    }

    private static @Nullable BackupMethod method(Choice choice) {
        return switch (choice) {
            case Choice.Snapshot _ -> BackupMethod.VOLUME_SNAPSHOT;
            case Choice.Copy _ -> BackupMethod.COPY;
            case Choice.Open _ -> null;
        };
    }

    private static <P extends Place> @Nullable String in(
            Optional<Place> place, Class<P> kind, Function<P, @Nullable String> read) {
        return place.filter(kind::isInstance).map(kind::cast).map(read).orElse(null);
    }

    private static @Nullable String path(BackupState state) {
        return switch (state.place().orElse(null)) {
            case null -> null;
            case Place.Snapshotted _ -> state.source().map(Source::path).orElse(null);
            case Place.Copied(var _, var path) -> path;
        };
    }

    private static @Nullable BackedUpModel model(BackupState state) {
        return state.source()
                .map(source -> new BackedUpModel(
                        source.modelName(),
                        state.contents().map(Contents::digest).orElse(null)))
                .orElse(null);
    }

    private static @Nullable List<BackedUpFile> files(BackupState state) {
        return state.contents()
                .map(contents -> contents.files().stream()
                        .map(file -> new BackedUpFile(file.path(), file.size()))
                        .toList())
                .orElse(null);
    }

    private static List<Condition> conditions(ModelBackup backup, BackupState state, Instant now) {
        var conditions = new Conditions(
                        conditions(backup.getStatus()).toList(),
                        backup.getMetadata().getGeneration(),
                        now)
                .add(READY, state.phase() == BackupPhase.READY, state.reason(), shortened(state.message()));
        state.choice()
                .ifPresent(choice -> conditions.add(
                        CHOSEN, !(choice instanceof Choice.Open), choice.reason(), shortened(choice.message())));
        return conditions.list();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(MESSAGE_LENGTH, text.length()));
    }

    /** Bytes as a quantity that people can read: three figures or so. */
    static String readable(long bytes) {
        double value = bytes;
        String unit = "";
        for (String larger : UNITS) {
            if (value < KIB) {
                break;
            }
            value /= KIB;
            unit = larger;
        }
        String format = unit.isEmpty() || value >= 100 ? "%.0f%s" : "%.1f%s";
        return String.format(Locale.ROOT, format, value, unit);
    }
}
