package io.modeldeployment.server.web;

/**
 * How large a body may be, in bytes.
 *
 * @param single of a request with one text
 * @param batch of a request with many
 */
public record BodyLimits(long single, long batch) {
    long forPath(String path) {
        return path.equals("/predict") ? single : batch;
    }
}
