package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** An archive of a model directory at an address. */
@ValidationRule(
        value = "self.url.startsWith('https://') || has(self.allowHttp) && self.allowHttp",
        message = Rules.PLAIN_HTTP_MESSAGE)
public record HttpSource(
        @JsonPropertyDescription("Address of a .tar.gz, .tgz, .tar or .zip. The model is where its config.json is.")
        @Required
        @Size(min = 9, max = 2000)
        @ValidationRule(value = Rules.MODEL_URL, message = Rules.MODEL_URL_MESSAGE)
        String url,

        @JsonPropertyDescription("SHA-256 of the archive, as sha256sum prints it. Absent: any.")
        @Size(min = 64, max = 64)
        @ValidationRule(value = Rules.SHA256, message = Rules.SHA256_MESSAGE)
        @Nullable
        String sha256,

        @JsonPropertyDescription(Rules.ALLOW_HTTP) @Default("false") @Nullable
        Boolean allowHttp,

        @JsonPropertyDescription("Token that is sent as Authorization: Bearer, to the address's own host alone.")
        @Nullable
        SecretKeyReference tokenSecretRef) {}
