package io.modeldeployment.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a report by their names; whatever is put in is redacted on its way, once everything is known. */
public final class Bundle {
    private final Redaction redaction;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    /** Redacts by {@code redaction}, which has seen all objects by the time the files are read. */
    public Bundle(Redaction redaction) {
        this.redaction = redaction;
    }

    /** Puts a file in. */
    public void put(String name, String text) {
        files.put(name, text);
    }

    /** Says that something could not be had, and why. */
    public void miss(String what, String why) {
        missing.add(what + ": " + why);
    }

    /** What could not be had. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /** The files without secrets, with one that says what they are. */
    public Map<String, String> files() {
        var clean = new LinkedHashMap<String, String>();
        files.forEach((name, text) -> clean.put(name, redaction.text(text)));
        clean.put("README.txt", redaction.text(readme()));
        return clean;
    }

    private String readme() {
        return """
                A report by kubectl mdep about one ModelDeployment.

                Values of environment variables and of foreign annotations are replaced by <redacted>, and so is what looks
                like a password, token or key, everywhere. Secrets were not read. Logs may hold what clients sent: look at
                them before you pass this on, or write the report anew with --no-logs.

                Not to be had:
                """ + (missing.isEmpty() ? "nothing\n" : String.join("\n", missing) + "\n");
    }
}
