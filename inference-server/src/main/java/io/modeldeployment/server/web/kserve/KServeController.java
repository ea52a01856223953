package io.modeldeployment.server.web.kserve;

import io.modeldeployment.server.health.Readiness;
import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.InferenceOptions;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.ModelInput;
import io.modeldeployment.server.inference.ModelKind;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.web.ServerVersion;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Speaks the
 * <a href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md">Open Inference
 * Protocol</a>, with tensors as JSON.
 */
@RestController
class KServeController {
    private static final String MODEL = "/v2/models/{model}";
    /** A hub's name has a slash; the words that the protocol itself puts behind a name are none. */
    private static final String OWNED = "/v2/models/{owner}/{model:(?!(?:infer|ready|versions)$).+}";

    private static final String VERSION = "/versions/{version}";
    private static final String READY = "/ready";
    private static final String INFER = "/infer";
    private static final String PLATFORM = "pytorch_safetensors";

    private final ModelSlot model;
    private final Readiness readiness;

    KServeController(ModelSlot model, Readiness readiness) {
        this.model = model;
        this.readiness = readiness;
    }

    /** What the protocol tells of the server; it has no extensions. */
    record ServerMetadata(String name, String version, List<String> extensions) {}

    /** Whether the server lives. */
    record Live(boolean live) {}

    /** Whether the server is ready. */
    record Ready(boolean ready) {}

    /** Whether a model is ready. */
    record ModelReady(String name, boolean ready) {}

    /** Tells what server this is. */
    @GetMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
    ServerMetadata server() {
        return new ServerMetadata("modelserver", ServerVersion.current(), List.of());
    }

    /** Whether the process works. */
    @GetMapping(path = "/v2/health/live", produces = MediaType.APPLICATION_JSON_VALUE)
    Live live() {
        return new Live(true);
    }

    /** Whether requests are answered well: 200, or 503. */
    @GetMapping(path = "/v2/health/ready", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Ready> ready() {
        boolean ready = readiness.look().ready();
        return ResponseEntity.status(ready ? 200 : 503).body(new Ready(ready));
    }

    /** Tells what the model takes and answers. */
    @GetMapping(
            path = {MODEL, MODEL + VERSION, OWNED, OWNED + VERSION},
            produces = MediaType.APPLICATION_JSON_VALUE)
    ModelMetadata metadata(@PathVariable Map<String, String> path) {
        InferenceService service = service(path);
        ServedModel served = service.model();
        return new ModelMetadata(
                served.name(),
                List.of(served.revision()),
                PLATFORM,
                List.of(new ModelMetadata.Tensor(TextTensor.NAME, TextTensor.DATATYPE, List.of(-1))),
                new OutputTensors(service).describe());
    }

    /** Whether that model answers well: 200, or 503. */
    @GetMapping(
            path = {MODEL + READY, MODEL + VERSION + READY, OWNED + READY, OWNED + VERSION + READY},
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ModelReady> modelReady(@PathVariable Map<String, String> path) {
        String name = service(path).model().name();
        boolean ready = readiness.look().ready();
        return ResponseEntity.status(ready ? 200 : 503).body(new ModelReady(name, ready));
    }

    /** Answers texts. */
    @PostMapping(
            path = {MODEL + INFER, MODEL + VERSION + INFER, OWNED + INFER, OWNED + VERSION + INFER},
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    InferResponse infer(@PathVariable Map<String, String> path, @RequestBody InferRequest request)
            throws InterruptedException {
        InferenceService service = service(path);
        OutputTensors tensors = new OutputTensors(service);
        List<String> outputs = tensors.choose(request.outputNames());
        List<ModelInput> texts = TextTensor.read(request.inputs());
        InferRequest.Parameters choices = request.choices();
        boolean embeds = service.model().kind() == ModelKind.EMBEDDER;
        Integer topK = choices.topK() == null && !embeds ? Integer.valueOf(1) : choices.topK();
        List<Answer> answers = service.answerAll(
                TextTensor.FIELD, texts, new InferenceOptions(choices.maxLength(), topK, choices.truncate()));
        return new InferResponse(
                service.model().name(),
                service.model().revision(),
                request.id(),
                tensors.of(outputs, answers, choices.topK() != null));
    }

    private InferenceService service(Map<String, String> path) {
        InferenceService service = model.require();
        ModelAddress.of(path).mustBe(service.model());
        return service;
    }
}
