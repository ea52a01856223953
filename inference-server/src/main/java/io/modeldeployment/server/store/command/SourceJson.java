package io.modeldeployment.server.store.command;

import io.modeldeployment.server.store.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a source as {@code spec.model.source} of a ModelDeployment has it. */
final class SourceJson {
    private static final String HUB = "https://huggingface.co";
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}(/[A-Za-z0-9][\\w.-]{0,95})?");
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]{0,199}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final JsonNode fields;
    private final String kind;

    private SourceJson(String kind, JsonNode fields) {
        this.kind = kind;
        this.fields = fields;
    }

    /**
     * Reads it.
     *
     * @param environment {@code HF_ENDPOINT} names another hub, {@code AWS_REGION} a region, where the source does not
     * @throws IllegalArgumentException saying what to write instead
     */
    static Source read(String json, Map<String, String> environment) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(json);
        } catch (JacksonException _) {
            throw new IllegalArgumentException("is not JSON");
        }
        if (!root.isObject() || root.size() != 1) {
            throw new IllegalArgumentException("names no single source: write one of huggingFace, http, s3");
        }
        String kind = root.propertyNames().iterator().next();
        SourceJson source = new SourceJson(kind, root.path(kind));
        return switch (kind) {
            case "huggingFace" -> source.hub(environment);
            case "http" -> source.web();
            case "s3" -> source.bucket(environment);
            default -> throw new IllegalArgumentException("has the source '" + kind + "', not huggingFace, http or s3");
        };
    }

    private Source hub(Map<String, String> environment) {
        knows("repository", "revision", "endpoint", "allowHttp", "tokenSecretRef");
        return new Source.Hub(
                url(text("endpoint").orElse(environment.getOrDefault("HF_ENDPOINT", HUB))),
                matching("repository", required("repository"), REPOSITORY, "organisation/name"),
                matching("revision", text("revision").orElse("main"), REVISION, "a branch, tag or commit"));
    }

    private Source web() {
        knows("url", "sha256", "allowHttp", "tokenSecretRef");
        return new Source.Web(
                url(required("url")),
                text("sha256").map(digest -> matching("sha256", digest, SHA256, "64 hexadecimal digits")));
    }

    private Source bucket(Map<String, String> environment) {
        knows("bucket", "prefix", "endpoint", "region", "allowHttp", "credentialsSecretRef");
        String prefix = text("prefix").orElse("");
        if (prefix.startsWith("/") || List.of(prefix.split("/", -1)).contains("..")) {
            throw new IllegalArgumentException("s3.prefix '" + prefix + "' begins with a slash or has '..' in it");
        }
        return new Source.Bucket(
                text("endpoint").map(this::url),
                text("region").orElse(environment.getOrDefault("AWS_REGION", "us-east-1")),
                matching("bucket", required("bucket"), BUCKET, "a bucket's name"),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private void knows(String... names) {
        fields.propertyNames().stream()
                .filter(name -> !Set.of(names).contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            kind + " has no field '" + name + "', only " + String.join(", ", names));
                });
    }

    private Optional<String> text(String name) {
        JsonNode value = fields.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private String required(String name) {
        return text(name).orElseThrow(() -> new IllegalArgumentException(kind + "." + name + " is missing"));
    }

    private String matching(String name, String value, Pattern form, String words) {
        if (!form.matcher(value).matches() || value.contains("..")) {
            throw new IllegalArgumentException(kind + "." + name + " '" + value + "' is not " + words);
        }
        return value;
    }

    private URI url(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException _) {
            throw new IllegalArgumentException(kind + " has an address that is none");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(kind + " has credentials in its address: give them as a Secret");
        }
        boolean plain = "http".equals(url.getScheme());
        if (url.getHost() == null || !(plain || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(kind + " has the address '" + text + "': write https://host/path");
        }
        if (plain && !fields.path("allowHttp").asBoolean(false)) {
            throw new IllegalArgumentException(kind + " has the address '" + text
                    + "': write https://, or allowHttp: true where nobody can listen in");
        }
        return url;
    }
}
