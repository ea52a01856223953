package io.modeldeployment.server.model;

import java.nio.file.Path;

/** Says in one line which file of a model directory is wrong, why, and what to do about it. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the file (or directory) that is at fault
     * @param cause what is wrong with it, as a clause without a full stop
     * @param remedy what its owner should do, as a clause without a full stop
     */
    public ModelFormatException(Path file, String cause, String remedy) {
        super(file + ": " + oneLine(cause) + "; " + oneLine(remedy));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
