package io.modeldeployment.server.cache;

import java.util.regex.Pattern;

/** A pattern over {@code model/revision}: {@code *} stands for any characters, {@code ?} for one. */
public final class ModelGlob {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._/*?-]{1,300}");

    private final String glob;
    private final Pattern pattern;

    private ModelGlob(String glob) {
        this.glob = glob;
        // Repeated stars mean the same as one, and would make the matcher try far more ways.
        this.pattern = Pattern.compile(glob.replaceAll("\\*+", "*")
                .replace(".", "\\.")
                .replace("-", "\\-")
                .replace("?", ".")
                .replace("*", ".*"));
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when it holds other characters than names may have, {@code *} and {@code ?}
     */
    public static ModelGlob of(String glob) {
        if (!FORM.matcher(glob).matches()) {
            throw new IllegalArgumentException(
                    "\"pattern\" is to be a model's name, a slash and a revision, with * and ? as wildcards: send spam/*, or * for everything.");
        }
        return new ModelGlob(glob);
    }

    boolean matches(String modelAndRevision) {
        return pattern.matcher(modelAndRevision).matches();
    }

    /** As it was written; means the same to Redis. */
    String glob() {
        return glob;
    }
}
