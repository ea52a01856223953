package io.modeldeployment.server.web.tei;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.InferenceOptions;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.inference.ModelKind;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.scoring.Scoring;
import io.modeldeployment.server.scoring.UnitVector;
import io.modeldeployment.server.web.EmbeddingDimensions;
import io.modeldeployment.server.web.TextOrTokens;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Speaks the part of <a href="https://huggingface.github.io/text-embeddings-inference/">Text Embeddings Inference</a> that its
 * clients call: embeddings and re-ranking.
 */
@RestController
class TeiController {
    private final ModelSlot model;

    TeiController(ModelSlot model) {
        this.model = model;
    }

    /** Embeds texts; always answers with a list of vectors. */
    @PostMapping(
            path = "/embed",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    List<float[]> embed(@RequestBody EmbedRequest request) throws InterruptedException {
        InferenceService service = model.require();
        service.model().kind().require(ModelKind.EMBEDDER);
        boolean scale = mustScale(service, request.normalize());
        int width = service.model().outputSize();
        EmbeddingDimensions dimensions = EmbeddingDimensions.of(request.dimensions(), width);
        return service
                .answerAll(
                        "inputs",
                        TextOrTokens.read("inputs", request.inputs()),
                        new InferenceOptions(null, null, request.truncate()))
                .stream()
                .map(answer -> dimensions.apply(((Answer.Embedding) answer).vector()))
                .map(vector -> scale ? UnitVector.of(vector, vector.length) : vector)
                .toList();
    }

    private static boolean mustScale(InferenceService service, @Nullable Boolean normalize) {
        boolean scaled = service.model().head() instanceof Head.Embedding head && head.normalize();
        if (Boolean.FALSE.equals(normalize)) {
            if (scaled) {
                throw new InvalidInputException(
                        "normalize",
                        "\"normalize\" is false, and this model's own files say that it normalizes: leave it out.");
            }
            return false;
        }
        return !scaled;
    }

    /** Ranks texts by how well they fit a query. */
    @PostMapping(
            path = "/rerank",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    List<Ranked> rerank(@RequestBody RerankRequest request) throws InterruptedException {
        InferenceService service = model.require();
        service.model().kind().require(ModelKind.RERANKER);
        List<Answer> answers = service.answerPairs(
                request.query(), request.texts(), new InferenceOptions(null, null, request.truncate()));
        return IntStream.range(0, answers.size())
                .mapToObj(i -> ranked(request, i, (Answer.Classification) answers.get(i)))
                .sorted(Comparator.comparingDouble((Ranked text) -> -text.score()))
                .toList();
    }

    private static Ranked ranked(RerankRequest request, int index, Answer.Classification answer) {
        float logit = answer.logits()[0];
        float score = Boolean.TRUE.equals(request.rawScores())
                ? logit
                : (float) Scoring.SIGMOID.scores(answer.logits())[0];
        String text = Boolean.TRUE.equals(request.returnText())
                ? Objects.requireNonNull(request.texts()).get(index)
                : null;
        return new Ranked(index, text, score);
    }
}
