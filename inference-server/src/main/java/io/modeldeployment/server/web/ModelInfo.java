package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InputLimits;
import io.modeldeployment.server.inference.ModelKind;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.scoring.Agreement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is served: the server's own names first, then those that clients of Text Embeddings Inference read.
 *
 * @param model its name
 * @param revision its revision
 * @param task {@code text-classification} or {@code embedding}
 * @param device where it computes
 * @param quantization what its large weights are kept in: none, fp16, int8 or int4
 * @param agreement how its answers compare with float32, null where it is not quantised
 * @param labels the classifier's labels by class index, empty for an embedding model
 * @param outputSize numbers a text: labels, or the width of the embedding
 * @param pooling how an embedding model pools its tokens, null for a classifier
 * @param normalized whether its vectors have length 1, null for a classifier
 * @param maxTokens tokens after which a text is cut
 * @param maxTexts texts of one request
 * @param limits all bounds on a request
 * @param endpoints what this model can be asked through
 * @param digest SHA-256 of the model's files, null unless a shared cache needed it
 * @param version of the server
 * @param modelId its name
 * @param modelSha its revision
 * @param modelDtype type of the numbers its large weights are kept in
 * @param modelType its kind, as the one key of an object
 * @param maxInputLength tokens after which a text is cut
 * @param maxClientBatchSize texts of one request
 * @param autoTruncate true: what is too long is cut unless the request says otherwise
 */
record ModelInfo(
        String model,
        String revision,
        String task,
        String device,
        String quantization,
        @Nullable Agreement agreement,
        List<String> labels,
        int outputSize,
        @Nullable String pooling,
        @Nullable Boolean normalized,
        int maxTokens,
        int maxTexts,
        Limits limits,
        List<String> endpoints,
        @Nullable String digest,
        String version,
        String modelId,
        String modelSha,
        String modelDtype,
        Map<String, Object> modelType,
        int maxInputLength,
        int maxClientBatchSize,
        boolean autoTruncate) {

    /**
     * Bounds on a request.
     *
     * @param maxTokens tokens of a text
     * @param maxCharacters UTF-16 units of a text
     * @param maxTexts texts of a request
     * @param maxBodyBytes bytes of a request with one text
     * @param maxBatchBodyBytes bytes of a request with many
     */
    record Limits(int maxTokens, int maxCharacters, int maxTexts, long maxBodyBytes, long maxBatchBodyBytes) {}

    static ModelInfo of(InferenceService service, BodyLimits bodies) {
        ServedModel served = service.model();
        InputLimits input = service.limits();
        Head.@Nullable Embedding embedding = served.head() instanceof Head.Embedding head ? head : null;
        List<String> labels = served.head() instanceof Head.Classifier classifier ? classifier.labels() : List.of();
        String pooling = embedding == null ? null : embedding.pooling().name().toLowerCase(Locale.ROOT);
        Quantization quantization = served.precision().quantization();
        return new ModelInfo(
                served.name(),
                served.revision(),
                (embedding == null ? Task.TEXT_CLASSIFICATION : Task.EMBEDDING).label(),
                served.device(),
                quantization.label(),
                served.precision().agreement().orElse(null),
                labels,
                served.outputSize(),
                pooling,
                embedding == null ? null : embedding.normalize(),
                input.maxTokens(),
                input.maxTexts(),
                new Limits(input.maxTokens(), input.maxCharacters(), input.maxTexts(), bodies.single(), bodies.batch()),
                endpoints(served.kind()),
                service.cache().modelDigest().orElse(null),
                ServerVersion.current(),
                served.name(),
                served.revision(),
                quantization == Quantization.NONE ? "float32" : quantization.label(),
                pooling == null
                        ? Map.of(served.kind() == ModelKind.RERANKER ? "reranker" : "classifier", labelMaps(labels))
                        : Map.of("embedding", Map.of("pooling", pooling)),
                input.maxTokens(),
                input.maxTexts(),
                true);
    }

    private static List<String> endpoints(ModelKind kind) {
        return switch (kind) {
            case CLASSIFIER -> List.of("/predict", "/batch_predict", "/v2");
            case RERANKER -> List.of("/rerank", "/predict", "/batch_predict", "/v2");
            case EMBEDDER -> List.of("/embed", "/v1/embeddings", "/predict", "/batch_predict", "/v2");
        };
    }

    private static Map<String, Object> labelMaps(List<String> labels) {
        Map<Integer, String> id2label = new TreeMap<>();
        Map<String, Integer> label2id = new TreeMap<>();
        IntStream.range(0, labels.size()).forEach(id -> {
            id2label.put(id, labels.get(id));
            label2id.putIfAbsent(labels.get(id), id);
        });
        return Map.of("id2label", id2label, "label2id", label2id);
    }
}
