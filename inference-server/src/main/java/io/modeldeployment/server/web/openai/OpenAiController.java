package io.modeldeployment.server.web.openai;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.InferenceOptions;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.ModelKind;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.web.EmbeddingDimensions;
import io.modeldeployment.server.web.TextOrTokens;
import io.modeldeployment.server.web.UnknownModelException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Speaks the part of <a href="https://platform.openai.com/docs/api-reference/embeddings">OpenAI's API</a> about embeddings. */
@RestController
class OpenAiController {
    private final long started = Instant.now().getEpochSecond();
    private final ModelSlot model;

    OpenAiController(ModelSlot model) {
        this.model = model;
    }

    /** The models there are. */
    record Models(String object, List<Model> data) {}

    /**
     * A model.
     *
     * @param id its name
     * @param object {@code model}
     * @param created when the server started, in seconds since 1970
     * @param ownedBy whose it is, which nobody here knows
     */
    record Model(String id, String object, long created, String ownedBy) {}

    /** Lists the one model. */
    @GetMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
    Models models() {
        return new Models("list", List.of(described()));
    }

    /** Tells of a model. */
    @GetMapping(
            path = {"/v1/models/{model}", "/v1/models/{owner}/{model}"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Model oneModel(@PathVariable(required = false) String owner, @PathVariable("model") String name) {
        Model served = described();
        UnknownModelException.unlessSame(owner == null ? name : owner + "/" + name, served.id());
        return served;
    }

    private Model described() {
        return new Model(model.require().model().name(), "model", started, "modelserver");
    }

    /** Embeds texts. */
    @PostMapping(
            path = "/v1/embeddings",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    EmbeddingsResponse embeddings(@RequestBody EmbeddingsRequest request) throws InterruptedException {
        InferenceService service = model.require();
        if (request.model() != null) {
            UnknownModelException.unlessSame(request.model(), service.model().name());
        }
        service.model().kind().require(ModelKind.EMBEDDER);
        VectorFormat format = VectorFormat.named(request.encodingFormat());
        EmbeddingDimensions dimensions =
                EmbeddingDimensions.of(request.dimensions(), service.model().outputSize());
        InferenceOptions options = new InferenceOptions(null, null, Boolean.TRUE.equals(request.truncate()));
        List<Answer> answers = service.answerAll("input", TextOrTokens.read("input", request.input()), options);
        int tokens = answers.stream().mapToInt(Answer::tokens).sum();
        return new EmbeddingsResponse(
                "list",
                IntStream.range(0, answers.size())
                        .mapToObj(i -> item(i, answers.get(i), dimensions, format))
                        .toList(),
                service.model().name(),
                new EmbeddingsResponse.Usage(tokens, tokens));
    }

    private static EmbeddingsResponse.Item item(
            int index, Answer answer, EmbeddingDimensions dimensions, VectorFormat format) {
        float[] vector = dimensions.apply(((Answer.Embedding) answer).vector());
        return new EmbeddingsResponse.Item("embedding", index, format.write(vector));
    }
}
