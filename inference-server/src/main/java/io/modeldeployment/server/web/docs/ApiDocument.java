package io.modeldeployment.server.web.docs;

import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InputLimits;
import io.modeldeployment.server.inference.ModelKind;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.web.BodyLimits;
import io.modeldeployment.server.web.ServerVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The OpenAPI document {@code openapi.yaml}, with the running server's limits filled in. */
final class ApiDocument {
    private static final String RESOURCE = "/openapi.yaml";
    private static final Pattern BLANK = Pattern.compile("\\$\\{([a-z_]+)}");

    private final String yaml;

    private ApiDocument(String yaml) {
        this.yaml = yaml;
    }

    /** The description of that model behind those bounds. */
    static ApiDocument of(InferenceService service, BodyLimits bodies) {
        Map<String, Object> values = values(service, bodies);
        return new ApiDocument(BLANK.matcher(template())
                .replaceAll(blank -> Matcher.quoteReplacement(
                        Objects.requireNonNull(values.get(blank.group(1)), () -> blank.group() + " has no value")
                                .toString())));
    }

    /** The document as YAML. */
    String yaml() {
        return yaml;
    }

    /** The document as JSON. */
    String json() {
        return JsonMapper.shared()
                .writeValueAsString(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(yaml));
    }

    private static Map<String, Object> values(InferenceService service, BodyLimits bodies) {
        ServedModel served = service.model();
        InputLimits limits = service.limits();
        return Map.ofEntries(
                Map.entry("version", ServerVersion.current()),
                Map.entry("model", served.name()),
                Map.entry("revision", served.revision()),
                Map.entry("output_size", served.outputSize()),
                Map.entry("last_token_id", Math.max(0, served.vocabularySize() - 1)),
                Map.entry("max_tokens", limits.maxTokens()),
                Map.entry("max_characters", limits.maxCharacters()),
                Map.entry("max_texts", limits.maxTexts()),
                Map.entry("top_k", limits.defaultTopK()),
                Map.entry("max_body_bytes", bodies.single()),
                Map.entry("max_batch_body_bytes", bodies.batch()),
                Map.entry(
                        "outputs",
                        served.kind() == ModelKind.EMBEDDER ? "[embedding]" : "[label, score, logits, probabilities]"));
    }

    private static String template() {
        try (InputStream file = Objects.requireNonNull(ApiDocument.class.getResourceAsStream(RESOURCE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
