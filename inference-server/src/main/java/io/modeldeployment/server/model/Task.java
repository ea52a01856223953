package io.modeldeployment.server.model;

/** What a model is served for, under the names the Hugging Face hub uses where it has one. */
public enum Task {
    /** Decided by what the model directory says. */
    AUTO("auto"),
    TEXT_CLASSIFICATION("text-classification"),
    EMBEDDING("embedding");

    private final String label;

    Task(String label) {
        this.label = label;
    }

    /** The name on the command line and in answers. */
    public String label() {
        return label;
    }
}
