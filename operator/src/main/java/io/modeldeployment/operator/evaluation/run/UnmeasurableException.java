package io.modeldeployment.operator.evaluation.run;

/** An evaluation cannot be carried out as things are; the message says what to do. */
final class UnmeasurableException extends Exception {
    private static final long serialVersionUID = 1;

    UnmeasurableException(String message) {
        super(message);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
