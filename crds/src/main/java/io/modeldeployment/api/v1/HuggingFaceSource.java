package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A repository of a Hugging Face hub. */
@ValidationRule(
        value = "!has(self.endpoint) || self.endpoint.startsWith('https://') || has(self.allowHttp) && self.allowHttp",
        message = Rules.PLAIN_HTTP_MESSAGE)
public record HuggingFaceSource(
        @JsonPropertyDescription("Organisation and name, for example sentence-transformers/all-MiniLM-L6-v2.")
        @Required
        @Size(min = 1, max = 193)
        @ValidationRule(
                value =
                        "self.matches('^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)?$') && !self.contains('..')",
                message = "write organisation/name as the hub shows it, without address and revision")
        String repository,

        @JsonPropertyDescription(
                "Branch, tag or commit. A branch or tag is resolved to a commit once, when the model is first fetched, "
                        + "and stays at it: to follow it, write the new commit.")
        @Default("main")
        @Size(min = 1, max = 200)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9_./-]*$') && !self.contains('..')",
                message = "write a branch, a tag or a commit")
        @Nullable
        String revision,

        @JsonPropertyDescription("Address of another hub than https://huggingface.co, such as a mirror.")
        @Size(min = 9, max = 500)
        @ValidationRule(value = Rules.MODEL_URL, message = Rules.MODEL_URL_MESSAGE)
        @Nullable
        String endpoint,

        @JsonPropertyDescription(Rules.ALLOW_HTTP) @Default("false") @Nullable
        Boolean allowHttp,

        @JsonPropertyDescription("Access token for private and gated repositories. It is sent to the hub alone.")
        @Nullable
        SecretKeyReference tokenSecretRef) {}
