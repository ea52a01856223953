package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is kept on nodes for pods that have yet to come. */
public enum NodeCache {
    /** Nothing: a node pulls the images when the first pod comes. */
    @JsonProperty("None")
    NONE,
    /** The images of the revisions in use. */
    @JsonProperty("Images")
    IMAGES
}
