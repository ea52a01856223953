package io.modeldeployment.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a model comes from: says what there is, and hands it out from any byte on. */
public interface Remote extends AutoCloseable {
    /** Its name in the manifest; the same for the same model, and without secrets. */
    String source();

    /** What there is now. */
    Listing list() throws StoreException;

    /**
     * Opens a file.
     *
     * @param file one of the listing
     * @param offset how many bytes are there already
     * @param validator what the other side called the version that those bytes are of
     * @return from {@code offset} on, or from 0 on where the file is no longer that version or no offsets are possible
     * @throws StoreException {@link StoreException.Reason#DIGEST_MISMATCH} where it is no longer the version that was listed
     */
    Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException;

    @Override
    default void close() {}

    /**
     * What there is.
     *
     * @param revision what the source calls it, such as a commit; empty where it has no name
     * @param archive whether the one file is an archive of the model's files
     */
    record Listing(String revision, List<RemoteFile> files, boolean archive) {}

    /**
     * One file of a source.
     *
     * @param path in the model's directory
     * @param location how the source finds it
     * @param size bytes, where the source says so beforehand
     * @param checksum of its content, where the source has one
     * @param version what the source calls what was listed, where {@code location} may lead to something else later
     */
    record RemoteFile(
            String path, String location, OptionalLong size, Optional<Checksum> checksum, Optional<String> version) {}

    /**
     * A digest that a source gave for a file.
     *
     * @param algorithm of it
     * @param hex in hexadecimal
     */
    record Checksum(Algorithm algorithm, String hex) {
        /** What sources give. */
        public enum Algorithm {
            SHA256,
            /** Git's name of a file: the SHA-1 of its size and content. */
            GIT_BLOB
        }

        public static Checksum sha256(String hex) {
            return new Checksum(Algorithm.SHA256, hex);
        }
    }

    /**
     * A file that comes in.
     *
     * @param offset of its first byte in the file
     * @param total size of the whole file, where it was said
     * @param validator what the other side calls this version of the file
     * @param stream ends early or throws when the connection is cut
     */
    record Body(long offset, OptionalLong total, Optional<String> validator, InputStream stream)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
