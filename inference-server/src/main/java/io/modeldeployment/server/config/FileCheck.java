package io.modeldeployment.server.config;

import io.modeldeployment.server.model.ModelFormatException;
import io.modeldeployment.server.store.Inspection;
import io.modeldeployment.server.store.Meter;
import io.modeldeployment.server.store.ModelManifest;
import io.modeldeployment.server.store.StoreException;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;

/**
 * Holds the model's files against the manifest that was left when they were fetched: a volume can lose bits, and weights that have
 * lost some still answer.
 */
final class FileCheck {
    private FileCheck() {}

    /** Begins, beside the load; fails with a {@link ModelFormatException} where a file differs. */
    static CompletableFuture<Void> start(ServeOptions options) {
        if (!options.verifyFiles() || !Files.exists(options.model().resolve(ModelManifest.NAME))) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(
                () -> run(options),
                task -> Thread.ofPlatform().name("file-check").daemon().start(task));
    }

    private static void run(ServeOptions options) {
        try {
            new Inspection(options.model(), Meter.silent()).run();
        } catch (StoreException e) {
            throw new ModelFormatException(
                    options.model(),
                    "is damaged: " + e.getMessage(),
                    "fetch or restore the model again, or start with --verify-files=false");
        }
    }
}
