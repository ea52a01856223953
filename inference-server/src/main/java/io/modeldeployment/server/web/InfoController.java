package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells what is served. */
@RestController
class InfoController {
    private final ModelSlot model;

    InfoController(ModelSlot model) {
        this.model = model;
    }

    /**
     * What is served.
     *
     * @param labels the classifier's labels by class index, empty for an embedding model
     * @param outputSize numbers a text: labels, or the width of the embedding
     * @param maxTokens tokens after which a text is cut
     * @param digest SHA-256 of the model's files, where a shared cache needed it
     */
    record ModelInfo(
            String model,
            String revision,
            String task,
            String device,
            List<String> labels,
            int outputSize,
            int maxTokens,
            int maxTexts,
            @Nullable String digest) {}

    /** Tells what is served. */
    @GetMapping(path = "/info", produces = MediaType.APPLICATION_JSON_VALUE)
    ModelInfo info() {
        InferenceService service = model.require();
        ServedModel served = service.model();
        boolean classifies = served.head() instanceof Head.Classifier;
        return new ModelInfo(
                served.name(),
                served.revision(),
                (classifies ? Task.TEXT_CLASSIFICATION : Task.EMBEDDING).label(),
                served.device(),
                served.head() instanceof Head.Classifier classifier ? classifier.labels() : List.of(),
                served.outputSize(),
                service.limits().maxTokens(),
                service.limits().maxTexts(),
                service.cache().modelDigest().orElse(null));
    }
}
