package io.modeldeployment.server.store.remote;

import io.modeldeployment.server.store.Remote;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.TakenFiles;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A repository of a Hugging Face hub, at the commit that its revision is when it is asked. */
public final class HubRemote implements Remote {
    private static final int LARGEST_LIST = 32 << 20;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");

    private final Source.Hub source;
    private final Web web;

    /** @param token of a user who may read the repository; the hub alone gets it */
    public HubRemote(Source.Hub source, Optional<String> token) {
        this.source = source;
        this.web = new Web(token, source.endpoint());
    }

    @Override
    public String source() {
        return source.name();
    }

    @Override
    public Listing list() throws StoreException {
        URI url = at(
                "/api/models/" + path(source.repository()) + "/revision/" + encoded(source.revision()) + "?blobs=true");
        JsonNode model = parse(web.read(url, LARGEST_LIST));
        String commit = model.path("sha").asString("");
        if (!COMMIT.matcher(commit).matches() || !model.path("siblings").isArray()) {
            throw new StoreException(Reason.REFUSED, Web.plain(url) + ": this is no answer of a Hugging Face hub");
        }
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode sibling : model.path("siblings").values()) {
            String path = sibling.path("rfilename").asString("");
            if (TakenFiles.isTaken(path)) {
                String location = "/" + path(source.repository()) + "/resolve/" + commit + "/" + path(path);
                files.add(new RemoteFile(path, location, size(sibling), checksum(sibling), Optional.empty()));
            }
        }
        return new Listing(commit, TakenFiles.require(source.name(), files), false);
    }

    @Override
    public Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException {
        return web.open(at(file.location()), offset, validator);
    }

    private static OptionalLong size(JsonNode sibling) {
        JsonNode lfs = sibling.path("lfs").path("size");
        JsonNode size = lfs.isIntegralNumber() ? lfs : sibling.path("size");
        return size.isIntegralNumber() && size.longValue() >= 0
                ? OptionalLong.of(size.longValue())
                : OptionalLong.empty();
    }

    private static Optional<Checksum> checksum(JsonNode sibling) {
        String sha256 = sibling.path("lfs").path("sha256").asString("");
        if (sha256.matches("[0-9a-fA-F]{64}")) {
            return Optional.of(Checksum.sha256(sha256));
        }
        String blob = sibling.path("blobId").asString("");
        return blob.matches("[0-9a-f]{40}")
                ? Optional.of(new Checksum(Checksum.Algorithm.GIT_BLOB, blob))
                : Optional.empty();
    }

    private JsonNode parse(byte[] answer) throws StoreException {
        try {
            return JsonMapper.shared().readTree(answer);
        } catch (JacksonException _) {
            throw new StoreException(
                    Reason.REFUSED, source.endpoint() + ": the hub's answer is not JSON; is this a Hugging Face hub?");
        }
    }

    private URI at(String pathAndQuery) {
        String endpoint = source.endpoint().toString();
        return URI.create(
                (endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint) + pathAndQuery);
    }

    private static String path(String path) {
        return Arrays.stream(path.split("/", -1)).map(HubRemote::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
