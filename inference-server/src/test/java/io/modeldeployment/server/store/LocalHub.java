package io.modeldeployment.server.store;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A hub as Hugging Face's public one answers: a list with commit and digests, large files on another host. */
public final class LocalHub implements AutoCloseable {
    public static final String COMMIT = "c5f93f70e82d5a1e3b0c9d6f0a1b2c3d4e5f6071";
    public static final String REPOSITORY = "org/tiny";

    public final LocalServer hub = new LocalServer();
    public final LocalServer cdn = new LocalServer();
    private final Map<String, String> siblings = new LinkedHashMap<>();

    public LocalHub() throws IOException {}

    public Source.Hub source() {
        return new Source.Hub(URI.create(hub.url()), REPOSITORY, "main");
    }

    /** A file that git keeps itself. */
    public LocalHub small(String path, byte[] content) {
        hub.put(resolved(path), content);
        siblings.put(
                path,
                "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\"}"
                        .formatted(path, content.length, Bytes.gitBlob(content)));
        return this;
    }

    /** A file on the CDN. */
    public LocalHub large(String path, byte[] content) {
        String place = "/blobs/" + Bytes.sha256(content);
        cdn.put(place, content);
        hub.redirect(resolved(path), cdn.url() + place + "?signature=secret");
        listLarge(path, content.length, Bytes.sha256(content));
        return this;
    }

    /** A small file whose size the list does not say. */
    public LocalHub unsized(String path, byte[] content) {
        hub.put(resolved(path), content);
        siblings.put(path, "{\"rfilename\": \"%s\", \"blobId\": \"%s\"}".formatted(path, Bytes.gitBlob(content)));
        return this;
    }

    public LocalHub listLarge(String path, long size, String sha256) {
        siblings.put(
                path,
                "{\"rfilename\": \"%s\", \"size\": %d, \"blobId\": \"%s\", \"lfs\": {\"sha256\": \"%s\", \"size\": %d, \"pointerSize\": 134}}"
                        .formatted(path, size, "0".repeat(40), sha256, size));
        return this;
    }

    /** A model as small as models get. */
    public LocalHub model() {
        return small("config.json", "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8))
                .small("tokenizer.json", Bytes.random(3_000, 1))
                .large("model.safetensors", Bytes.random(300_000, 2))
                .small("1_Pooling/config.json", "{}".getBytes(StandardCharsets.UTF_8))
                .small(".gitattributes", new byte[] {'a'})
                .small("README.md", new byte[] {'b'})
                .large("pytorch_model.bin", Bytes.random(1_000, 3));
    }

    /** Lists what there is. */
    public LocalHub publish() {
        return publish(COMMIT);
    }

    public LocalHub publish(String commit) {
        String list = "{\"id\": \"%s\", \"sha\": \"%s\", \"siblings\": [%s]}"
                .formatted(REPOSITORY, commit, siblings.values().stream().collect(Collectors.joining(", ")));
        hub.put(listPath(), list.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public static String listPath() {
        return "/api/models/" + REPOSITORY + "/revision/main";
    }

    public static String resolved(String path) {
        return "/" + REPOSITORY + "/resolve/" + COMMIT + "/" + path;
    }

    public String cdnPath(byte[] content) {
        return "/blobs/" + Bytes.sha256(content);
    }

    @Override
    public void close() {
        hub.close();
        cdn.close();
    }
}
