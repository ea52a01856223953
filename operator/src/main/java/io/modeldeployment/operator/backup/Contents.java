package io.modeldeployment.operator.backup;

import java.util.List;

/**
 * The files of a model, as somebody read them.
 *
 * @param digest SHA-256 over paths, sizes and SHA-256 of all of them
 * @param bytes of all of them
 * @param files as many of them as were told
 */
public record Contents(String digest, long bytes, List<File> files) {
    public Contents {
        files = List.copyOf(files);
    }

    /** One file. */
    public record File(String path, long size) {}
}
