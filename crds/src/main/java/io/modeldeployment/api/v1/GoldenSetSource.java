package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a golden set comes from: JSON Lines, each an object with text and label. */
@ValidationRule(
        value = "[has(self.configMapRef), has(self.url), has(self.volumeClaim)].filter(s, s).size() == 1",
        message = "write exactly one source of the golden set: configMapRef, url or volumeClaim")
public record GoldenSetSource(
        @JsonPropertyDescription("A key of a ConfigMap of this namespace. A ConfigMap holds 1 MiB.") @Nullable
        ConfigMapKeyReference configMapRef,

        @JsonPropertyDescription("Where the operator gets the set by HTTP or HTTPS, without a login and without being "
                + "redirected; at most 4 MiB.")
        @Size(min = 10, max = 2000)
        @ValidationRule(
                value = "self.matches('^https?://[^/@? #]+(/[^@ #]*)?$')",
                message = "write an http or https URL without user, '@', '#' or spaces, for example "
                        + "https://data.example.com/spam.jsonl")
        @Nullable
        String url,

        @JsonPropertyDescription(
                "A file on a PersistentVolumeClaim of this namespace, which a job of the operator's reads.")
        @Nullable
        GoldenSetVolume volumeClaim,

        @JsonPropertyDescription("SHA-256 of the set's bytes in hexadecimal; another set is refused. Absent: any.")
        @Size(min = 64, max = 64)
        @ValidationRule(
                value = "self.matches('^[a-f0-9]{64}$')",
                message = "write 64 hexadecimal digits in lower case, as sha256sum prints them")
        @Nullable
        String sha256) {}
