package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the kubelet pulls an image. */
public enum ImagePullPolicy {
    /** At every start of a pod. */
    @JsonProperty("Always")
    ALWAYS,
    /** When the node lacks it. */
    @JsonProperty("IfNotPresent")
    IF_NOT_PRESENT,
    /** Never; the node must have it. */
    @JsonProperty("Never")
    NEVER
}
