package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.ModelSlot;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers texts. */
@RestController
class PredictController {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ModelSlot model;

    PredictController(ModelSlot model) {
        this.model = model;
    }

    /** Answers one text. */
    @PostMapping(
            path = "/predict",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    PredictResponse predict(@RequestBody PredictRequest request) throws InterruptedException {
        long start = System.nanoTime();
        Answer answer = model.require().predict(request.text(), request.options());
        return PredictResponse.of(answer, secondsSince(start));
    }

    /** Answers several texts, in their order. */
    @PostMapping(
            path = "/batch_predict",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    BatchPredictResponse batchPredict(@RequestBody BatchPredictRequest request) throws InterruptedException {
        long start = System.nanoTime();
        List<Answer> answers = model.require().predictAll(request.texts(), request.options());
        return BatchPredictResponse.of(answers, secondsSince(start));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
