package io.modeldeployment.e2e.mail;

/**
 * A mail and what it is.
 *
 * @param text subject and body
 * @param label {@code ham} or {@code spam}
 */
public record LabelledMail(String text, String label) {
    private static final int SUBJECT_LENGTH = 60;

    /** The beginning of the first line, for display. */
    public String headline() {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= SUBJECT_LENGTH ? line : line.substring(0, SUBJECT_LENGTH - 1) + "…";
    }
}
