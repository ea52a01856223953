package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which model, what it is for and where its files come from. */
@ValidationRule(
        value = "!has(self.sha256) && !has(self.storage) || !has(self.source.image) && !has(self.source.volumeClaim)",
        message =
                "sha256 and storage are for what the operator fetches or restores: leave them out with image (name it by its digest) and "
                        + "with volumeClaim")
public record ModelSpec(
        @JsonPropertyDescription("Name of the model in answers and metrics.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$')",
                message =
                        "write letters, digits, '.', '_' and '-', as it shall appear in metrics, for example spam-minilm")
        String name,

        @JsonPropertyDescription(
                "What the model answers. TextClassification gives labels with scores, Embedding a vector.")
        @Default("TextClassification")
        @Nullable
        ModelTask task,

        @JsonPropertyDescription("Where the model directory comes from: exactly one source.") @Required
        ModelSource source,

        @JsonPropertyDescription(
                "What the digest of the fetched or restored model has to be, as status.model.digest shows it; another model is refused. "
                        + "Absent: any.")
        @Size(min = 64, max = 64)
        @ValidationRule(value = Rules.SHA256, message = Rules.SHA256_MESSAGE)
        @Nullable
        String sha256,

        @JsonPropertyDescription("The claim that a fetched or restored model lies on. A change mints no revision.")
        @Nullable
        ModelStorageSpec storage,

        @JsonPropertyDescription(
                "Images keeps the images of stable and candidate (the server's and, with source.image, the model's) on every node where "
                        + "their pods may run, by a DaemonSet for each, so that a pod finds them there wherever it comes. "
                        + "A change mints no revision.")
        @Default("None")
        @Nullable
        NodeCache nodeCache) {}
