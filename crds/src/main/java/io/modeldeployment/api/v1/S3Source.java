package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A model directory in a bucket of S3 or of a store that speaks it. */
@ValidationRule(
        value = "!has(self.endpoint) || self.endpoint.startsWith('https://') || has(self.allowHttp) && self.allowHttp",
        message = Rules.PLAIN_HTTP_MESSAGE)
public record S3Source(
        @JsonPropertyDescription("Name of the bucket.")
        @Required
        @Size(min = 3, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z0-9][a-z0-9.-]*[a-z0-9]$') && !self.contains('..')",
                message = "write the name of a bucket: lower-case letters, digits, '-' and '.'")
        String bucket,

        @JsonPropertyDescription(
                "What the keys of the model's files begin with, for example models/spam/v1. Absent: the whole bucket.")
        @Size(min = 1, max = 500)
        @ValidationRule(
                value = "!self.startsWith('/') && !self.split('/').exists(p, p == '..')",
                message = "write a prefix that does not begin with '/' and has no '..', for example models/spam/v1")
        @Nullable
        String prefix,

        @JsonPropertyDescription(
                "Address of a store other than AWS, for example https://minio.example.com. It is asked with the bucket "
                        + "in the path.")
        @Size(min = 9, max = 500)
        @ValidationRule(value = Rules.MODEL_URL, message = Rules.MODEL_URL_MESSAGE)
        @Nullable
        String endpoint,

        @JsonPropertyDescription("Region of the bucket.")
        @Default("us-east-1")
        @Size(min = 2, max = 40)
        @ValidationRule(value = "self.matches('^[a-z0-9-]+$')", message = "write a region such as eu-central-1")
        @Nullable
        String region,

        @JsonPropertyDescription(Rules.ALLOW_HTTP) @Default("false") @Nullable
        Boolean allowHttp,

        @JsonPropertyDescription(
                "Secret with the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where there is one. "
                        + "Absent: the bucket is asked without credentials.")
        @Nullable
        SecretReference credentialsSecretRef) {}
