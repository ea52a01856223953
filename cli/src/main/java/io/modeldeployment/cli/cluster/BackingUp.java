package io.modeldeployment.cli.cluster;

import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.view.BackupView;
import io.modeldeployment.cli.view.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Asks for a backup and waits for what becomes of it. */
public final class BackingUp {
    private final Cluster cluster;
    private final String namespace;
    private final String modelDeployment;

    /** For backups of one ModelDeployment. */
    public BackingUp(Cluster cluster, String namespace, String modelDeployment) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.modelDeployment = modelDeployment;
    }

    /** Creates a ModelBackup; empty where there is no such ModelDeployment. */
    public Optional<BackupView> ask(String name) {
        return cluster.find(Kind.MODEL_DEPLOYMENT, namespace, modelDeployment)
                .map(_ -> cluster.create(
                        Kind.MODEL_BACKUP,
                        Fields.of(Map.of(
                                "metadata",
                                Map.of("name", name, "namespace", namespace),
                                "spec",
                                Map.of("modelDeployment", modelDeployment)))))
                .map(BackupView::new);
    }

    /** Waits until it is ready or has failed. */
    public BackupView ended(String name, Duration timeout) throws InterruptedException {
        var signal = new Signal();
        long end = System.nanoTime() + timeout.toNanos();
        var watched = new LiveSet.Watched(Kind.MODEL_BACKUP, Scope.of(namespace, name));
        try (var live = new LiveSet<Fields>(cluster, watched, Function.identity(), signal::raise)) {
            while (true) {
                BackupView now = live.now().stream()
                        .findFirst()
                        .map(BackupView::new)
                        .orElseThrow(() -> Failure.notFound("the backup " + name + " was deleted"));
                if (now.hasEnded()) {
                    return now;
                }
                if (System.nanoTime() >= end) {
                    throw Failure.timedOut("the backup %s is asked for and not ready within %d s: %s"
                            .formatted(
                                    name,
                                    timeout.toSeconds(),
                                    now.message().isEmpty()
                                            ? "the operator has not begun; 'kubectl mdep check' says whether it runs"
                                            : now.message()));
                }
                signal.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        }
    }
}
