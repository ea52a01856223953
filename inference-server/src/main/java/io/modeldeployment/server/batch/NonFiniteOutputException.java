package io.modeldeployment.server.batch;

/** Says that the model put out a number that is none: the weights are broken, or the input drove them out of range. */
public final class NonFiniteOutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NonFiniteOutputException() {
        super("the model answered NaN or infinity", null, false, false);
    }

    static boolean allFinite(float[] row) {
        for (float value : row) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
