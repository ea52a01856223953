package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.web.BodyLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code modelserver serve} was asked to do, checked.
 *
 * @param model the Hugging Face directory
 * @param verifyFiles whether its files are held against its manifest
 * @param modelName the name it is served under
 * @param revision the revision it is served under
 * @param task what to serve it for
 * @param device where to compute
 * @param precision the numbers to compute in
 * @param address where to listen
 * @param input bounds on requests
 * @param batching bounds on queue and batches
 * @param bodies bounds on bodies
 * @param drain how long to go on accepting requests after SIGTERM
 * @param observe what is logged and traced
 * @param guard cache, rate limit and what is not let in
 */
record ServeOptions(
        Path model,
        boolean verifyFiles,
        String modelName,
        String revision,
        Task task,
        DeviceChoice device,
        Precision precision,
        Address address,
        Input input,
        Batching batching,
        BodyLimits bodies,
        Duration drain,
        ObserveOptions observe,
        GuardOptions guard) {

    /** A host to bind to, and a port from 0 (any free one) to 65535. */
    record Address(String host, int port) {}

    /**
     * The numbers to compute in.
     *
     * @param quantization what large weights are kept in
     * @param minAgreement the least agreement with float32, from 0 to 1
     * @param calibration the texts to compare on, one a line; empty for the server's own
     */
    record Precision(Quantization quantization, double minAgreement, Optional<Path> calibration) {}

    /**
     * Bounds on a request's texts.
     *
     * @param maxTokens tokens of one text; empty for the model's own limit
     * @param maxCharacters characters of one text
     * @param maxTexts texts of one request
     * @param topK labels to answer with by default
     */
    record Input(OptionalInt maxTokens, int maxCharacters, int maxTexts, int topK) {}

    /**
     * Bounds on queue and batches; what is empty depends on the device.
     *
     * @param workers threads that compute
     * @param maxBatchTokens tokens computed at once
     * @param maxQueuedTexts texts that may wait
     * @param maxQueuedTokens tokens that may wait
     * @param queueTimeout longest wait without progress
     */
    record Batching(
            OptionalInt workers,
            OptionalInt maxBatchTokens,
            int maxQueuedTexts,
            int maxQueuedTokens,
            Duration queueTimeout) {
        /** A GEMM of this many tokens already runs at a core's full speed, and more would only make texts wait. */
        private static final int CPU_BATCH_TOKENS = 256;

        private static final int GPU_BATCH_TOKENS = 16_384;

        /** The bounds on that device. */
        BatchLimits on(String device) {
            boolean cpu = device.equals("cpu");
            return new BatchLimits(
                    workers.orElse(cpu ? Runtime.getRuntime().availableProcessors() : 1),
                    maxBatchTokens.orElse(cpu ? CPU_BATCH_TOKENS : GPU_BATCH_TOKENS),
                    maxQueuedTexts,
                    maxQueuedTokens,
                    queueTimeout);
        }
    }
}
