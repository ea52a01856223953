package io.modeldeployment.server.web;

/** Says that a request names a model, or a version of it, which is not served here. */
public final class UnknownModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnknownModelException(String message) {
        super(message, null, false, false);
    }

    /**
     * Insists on the model that is served.
     *
     * @param asked the name in the request
     * @param served the name of the model here
     * @throws UnknownModelException when they differ
     */
    public static void unlessSame(String asked, String served) {
        if (!asked.equals(served)) {
            throw new UnknownModelException(
                    "There is no model \"%s\" here: the model is \"%s\".".formatted(printable(asked), served));
        }
    }

    /**
     * Insists on the version that is served.
     *
     * @param asked the version in the request
     * @param served the revision of the model here
     * @throws UnknownModelException when they differ
     */
    public static void unlessSameVersion(String asked, String served) {
        if (!asked.equals(served)) {
            throw new UnknownModelException("There is no version \"%s\" of the model here: the version is \"%s\"."
                    .formatted(printable(asked), served));
        }
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^\\p{Graph} ]", "?");
        return plain.length() <= 128 ? plain : plain.substring(0, 128) + "…";
    }
}
