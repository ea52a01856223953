package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model directory inside a container image. */
public record ImageSource(
        @JsonPropertyDescription("Image reference, for example registry.example.com/models/spam:v2 or one pinned by "
                + "@sha256:<digest>. The same tag with other content is not seen as a change: use a new tag "
                + "or a digest.")
        @Required
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.IMAGE, message = Rules.IMAGE_MESSAGE)
        String reference,

        @JsonPropertyDescription("Directory in the image that holds config.json, model.safetensors and tokenizer.json.")
        @Default("/model")
        @Size(min = 1, max = 500)
        @ValidationRule(value = Rules.ABSOLUTE_PATH, message = Rules.ABSOLUTE_PATH_MESSAGE)
        @Nullable
        String path,

        @JsonPropertyDescription("When the kubelet pulls the image.") @Default("IfNotPresent") @Nullable
        ImagePullPolicy pullPolicy) {}
