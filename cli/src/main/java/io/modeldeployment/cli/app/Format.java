package io.modeldeployment.cli.app;

/** How an answer is written. */
enum Format {
    TABLE,
    WIDE,
    JSON,
    YAML,
    NAME;

    /** Whether programs read it. */
    boolean isForPrograms() {
        return this == JSON || this == YAML;
    }
}
