package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container that is run once and passes by its exit code. It runs as pods of Pod Security restricted do, as user 65532, without a
 * service account's token, and may write to /tmp alone.
 */
public record JobSource(
        @JsonPropertyDescription("Image of the container. spec.imagePullSecrets are used.")
        @Required
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.IMAGE, message = Rules.IMAGE_MESSAGE)
        String image,

        @JsonPropertyDescription(
                "What to run in place of the image's entry point. {{candidate}}, {{stable}}, {{name}} and "
                        + "{{namespace}} are replaced here, in args and in the values of env.")
        @Size(max = 50)
        @ValidationRule(
                value = "self.all(a, size(a) <= 4000)",
                message = "write at most 4000 characters an item; put longer scripts into the image")
        @Nullable
        List<String> command,

        @JsonPropertyDescription("Arguments.")
        @Size(max = 50)
        @ValidationRule(
                value = "self.all(a, size(a) <= 4000)",
                message = "write at most 4000 characters an item; put longer scripts into the image")
        @Nullable
        List<String> args,

        @JsonPropertyDescription("Environment variables, with their values; Secrets cannot be named here.")
        @Size(max = 50)
        @Nullable
        List<JobVariable> env,

        @JsonPropertyDescription("Requests and limits of the container.") @Nullable
        ComputeResources resources,

        @JsonPropertyDescription(
                "How long it may run, image pull included, up to 6h, for example 10m. After that it is "
                        + "ended and counts as not measured. Absent: 10m.")
        @Size(max = 20)
        @ValidationRule(
                value = Rules.DURATION + " && duration(self) >= duration('1s') && duration(self) <= duration('6h')",
                message = "write a duration from 1s to 6h, for example 10m")
        @Nullable
        String timeout) {}
