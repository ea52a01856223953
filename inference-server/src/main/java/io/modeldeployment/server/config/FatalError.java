package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.batch.NonFiniteOutputException;
import io.modeldeployment.server.model.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;

/** Says in one line why the server cannot go on, where both a person and Kubernetes will see it. */
final class FatalError {
    /** Kubernetes shows what a container leaves here in the pod's status. */
    private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

    private static final int FAILED = 1;
    private static final int BAD_MODEL = 3;

    private FatalError() {}

    /**
     * Reports a failure.
     *
     * @return the exit code that stands for it
     */
    static int report(Throwable failure, ServeOptions options) {
        String line = "modelserver: " + message(failure, options).replaceAll("\\s+", " ");
        System.err.println(line);
        try {
            if (Files.isWritable(TERMINATION_LOG)) {
                Files.writeString(TERMINATION_LOG, line + "\n", StandardOpenOption.WRITE);
            }
        } catch (IOException _) {
            // It has been said on standard error already.
        }
        return failure instanceof ModelFormatException || failure instanceof NonFiniteOutputException
                ? BAD_MODEL
                : FAILED;
    }

    private static String message(Throwable failure, ServeOptions options) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException inUse) {
                return "port " + inUse.getPort() + " is in use; choose another with --port";
            }
            if (cause instanceof ConnectorStartFailedException failed) {
                return "port " + failed.getPort() + " is in use; choose another with --management-port, or none";
            }
        }
        return switch (failure) {
            case ModelFormatException e -> String.valueOf(e.getMessage());
            case BackendException e -> String.valueOf(e.getMessage());
            case NonFiniteOutputException e ->
                options.model() + ": " + e.getMessage()
                        + " at warm-up; its weights are damaged, or it needs another precision";
            default -> "failed to start: " + failure;
        };
    }
}
