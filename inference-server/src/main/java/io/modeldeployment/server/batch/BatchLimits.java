package io.modeldeployment.server.batch;

import java.time.Duration;

/**
 * The bounds of the queue and of a batch.
 *
 * @param workers threads that compute, each with a batch of its own
 * @param maxBatchTokens tokens a batch is filled up to; a longer text goes alone
 * @param maxQueuedTexts texts that may wait
 * @param maxQueuedTokens tokens that may wait
 * @param queueTimeout how long a request may wait without any of its texts being taken up
 */
public record BatchLimits(
        int workers, int maxBatchTokens, int maxQueuedTexts, int maxQueuedTokens, Duration queueTimeout) {
    public BatchLimits {
        if (workers < 1 || maxBatchTokens < 1 || maxQueuedTexts < 1 || maxQueuedTokens < 1) {
            throw new IllegalArgumentException("limits must be at least 1");
        }
        if (!queueTimeout.isPositive()) {
            throw new IllegalArgumentException("queueTimeout must be positive");
        }
    }
}
