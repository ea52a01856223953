package io.modeldeployment.cli.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A ModelBackup as people look at it. */
public record BackupView(Fields object) {
    private static final Comparator<BackupView> NEWEST_FIRST = Comparator.comparing((BackupView view) ->
                    view.started().or(view.object()::created).orElse(Instant.EPOCH))
            .thenComparing(view -> view.object().name())
            .reversed();

    /** Those of a ModelDeployment, the newest first (rule 25). */
    public static List<BackupView> of(String modelDeployment, List<Fields> backups) {
        return backups.stream()
                .map(BackupView::new)
                .filter(backup -> backup.modelDeployment().equals(modelDeployment))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** Pending, Running, Ready or Failed. */
    public String phase() {
        return object.text("status", "phase").orElse("Pending");
    }

    /** Name of the ModelDeployment that it is of. */
    public String modelDeployment() {
        return object.text("spec", "modelDeployment").orElse("");
    }

    /** SHA-256 over all files of the model, once they were read. */
    public Optional<String> digest() {
        return object.text("status", "model", "digest");
    }

    /** Whether it has come to an end, good or bad. */
    public boolean hasEnded() {
        return phase().equals("Ready") || phase().equals("Failed");
    }

    /** What is going on, in a sentence; empty when nobody has said yet. */
    public String message() {
        return object.text("status", "message").orElse("");
    }

    private Optional<Instant> started() {
        return object.time("status", "startTime");
    }
}
