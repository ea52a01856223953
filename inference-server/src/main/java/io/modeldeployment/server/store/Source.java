package io.modeldeployment.server.store;

import java.net.URI;
import java.util.Optional;

/** Where a model is, checked; without the secrets that it takes to get it. */
public sealed interface Source {
    /** Its name in manifests and messages: equal for equal sources. */
    String name();

    /**
     * A repository of a Hugging Face hub.
     *
     * @param endpoint the hub
     * @param repository {@code organisation/name}
     * @param revision a branch, tag or commit
     */
    record Hub(URI endpoint, String repository, String revision) implements Source {
        @Override
        public String name() {
            return endpoint.resolve("/") + repository + "@" + revision;
        }
    }

    /**
     * An archive or a single file at an address.
     *
     * @param sha256 of the file as it is fetched
     */
    record Web(URI url, Optional<String> sha256) implements Source {
        /** Without its query, which is where signed addresses carry their signature. */
        @Override
        public String name() {
            return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
        }
    }

    /**
     * The objects of a bucket below a prefix.
     *
     * @param endpoint of the store; empty for AWS
     * @param prefix ends with a slash, or is empty
     */
    record Bucket(Optional<URI> endpoint, String region, String bucket, String prefix) implements Source {
        @Override
        public String name() {
            return "s3://" + bucket + "/" + prefix
                    + endpoint.map(uri -> " at " + uri).orElse("");
        }
    }
}
