package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Settings of the inference server and its container. */
public record ServerSpec(
        @JsonPropertyDescription("Image of the inference server. Absent: the one that belongs to the operator when the "
                + "revision is made; an upgrade of the operator does not restart running revisions.")
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.IMAGE, message = Rules.IMAGE_MESSAGE)
        @Nullable
        String image,

        @JsonPropertyDescription("When the kubelet pulls the server image.") @Default("IfNotPresent") @Nullable
        ImagePullPolicy imagePullPolicy,

        @JsonPropertyDescription("Port the server listens on in the pod.")
        @Default("8000")
        @Min(1024)
        @Max(65535)
        @Nullable
        Integer port,

        @JsonPropertyDescription(
                "What to compute on. Auto takes a GPU when the container sees one; Cuda refuses to start "
                        + "without one.")
        @Default("Auto")
        @Nullable
        Device device,

        @JsonPropertyDescription(
                "Requests and limits of the server container, as in a pod. GPUs are asked for by spec.accelerator; a "
                        + "limit nvidia.com/gpu here works too, but rollouts then take no heed of which are free.")
        @Nullable
        ComputeResources resources,

        @JsonPropertyDescription(
                "Longest input in tokens, special ones included; longer texts are truncated. Absent: as "
                        + "long as the model takes.")
        @Min(8)
        @Max(8192)
        @Nullable
        Integer maxTokens,

        @JsonPropertyDescription(
                "Labels in an answer when the request does not say. Absent: all that the server returns "
                        + "by default.")
        @Min(1)
        @Max(1000)
        @Nullable
        Integer topK,

        @JsonPropertyDescription("How requests are put together for one pass through the model.") @Nullable
        BatchingSpec batching,

        @JsonPropertyDescription("Keep the last texts that users sent, each once, in the server's memory, so that "
                + "spec.evaluation.agreement can compare a candidate on them. They may be personal data; whoever reaches the "
                + "management port of the pods can read them. Absent: none are kept.")
        @Min(50)
        @Max(1000)
        @Nullable
        Integer sampleSize) {}
