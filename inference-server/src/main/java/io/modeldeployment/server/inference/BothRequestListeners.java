package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.BatchRider;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells two listeners of one request. */
record BothRequestListeners(RequestListener first, RequestListener second) implements RequestListener {
    @Override
    public void onRefused(RequestStatus status) {
        first.onRefused(status);
        second.onRefused(status);
    }

    @Override
    public void onInputs(List<ModelInput> inputs, int maxTokens) {
        first.onInputs(inputs, maxTokens);
        second.onInputs(inputs, maxTokens);
    }

    @Override
    public void onTokenized(Tokenized tokenized, Duration took) {
        first.onTokenized(tokenized, took);
        second.onTokenized(tokenized, took);
    }

    @Override
    public void onAnswers(List<Answer> answers, Duration took) {
        first.onAnswers(answers, took);
        second.onAnswers(answers, took);
    }

    @Override
    public void onFailed(Throwable failure, Duration took) {
        first.onFailed(failure, took);
        second.onFailed(failure, took);
    }

    @Override
    public void onResponse(int status, @Nullable String route) {
        first.onResponse(status, route);
        second.onResponse(status, route);
    }

    @Override
    public BatchRider rider() {
        return first.rider() == BatchRider.NONE ? second.rider() : first.rider();
    }

    @Override
    public String traceId() {
        return first.traceId().isEmpty() ? second.traceId() : first.traceId();
    }
}
