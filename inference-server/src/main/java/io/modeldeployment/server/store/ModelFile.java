package io.modeldeployment.server.store;

/**
 * One file of a model, as it is on a disk.
 *
 * @param path from the model's directory, with slashes
 * @param size bytes
 * @param sha256 64 hexadecimal digits
 */
public record ModelFile(String path, long size, String sha256) {}
