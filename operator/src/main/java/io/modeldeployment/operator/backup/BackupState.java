package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a backup, and where the next decision starts from; it is all in its status.
 *
 * @param phase how far it is
 * @param startedAt when it began
 * @param endedAt when it was ready or had failed
 * @param source what is backed up
 * @param choice how, and why so
 * @param contents what was read on the source
 * @param place where its files are, or are being written
 * @param reason one word that says why it is so
 * @param message a sentence that does
 */
public record BackupState(
        BackupPhase phase,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Source> source,
        Optional<Choice> choice,
        Optional<Contents> contents,
        Optional<Place> place,
        String reason,
        String message) {
    /** Nothing has been done yet. */
    public static final BackupState NEW = new BackupState(
            BackupPhase.PENDING,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            "");

    BackupState since(Instant start) {
        return new BackupState(phase, Optional.of(start), endedAt, source, choice, contents, place, reason, message);
    }

    BackupState of(Source known) {
        return new BackupState(phase, startedAt, endedAt, Optional.of(known), choice, contents, place, reason, message);
    }

    BackupState by(Choice made) {
        return new BackupState(phase, startedAt, endedAt, source, Optional.of(made), contents, place, reason, message);
    }

    BackupState holding(Contents read) {
        return new BackupState(phase, startedAt, endedAt, source, choice, Optional.of(read), place, reason, message);
    }

    BackupState in(Place known) {
        return new BackupState(
                phase, startedAt, endedAt, source, choice, contents, Optional.of(known), reason, message);
    }

    /** Nothing is left of its files. */
    BackupState gone() {
        return new BackupState(phase, startedAt, endedAt, source, choice, contents, Optional.empty(), reason, message);
    }

    /** The same, held up by something that a person can mend. */
    public BackupState waiting(String why, String sentence) {
        return waiting(phase, why, sentence);
    }

    BackupState waiting(BackupPhase at, String why, String sentence) {
        return new BackupState(at, startedAt, endedAt, source, choice, contents, place, why, sentence);
    }

    BackupState ended(BackupPhase at, Instant end, String why, String sentence) {
        return new BackupState(at, startedAt, Optional.of(end), source, choice, contents, place, why, sentence);
    }
}
