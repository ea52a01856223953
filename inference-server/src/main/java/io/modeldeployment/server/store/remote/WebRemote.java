package io.modeldeployment.server.store.remote;

import io.modeldeployment.server.store.Remote;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.TakenFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An archive, or a single file, at an address. */
public final class WebRemote implements Remote {
    private final Source.Web source;
    private final Web web;

    /** @param token sent to the address's own host as {@code Authorization: Bearer} */
    public WebRemote(Source.Web source, Optional<String> token) {
        this.source = source;
        this.web = new Web(token, source.url());
    }

    @Override
    public String source() {
        return source.name();
    }

    @Override
    public Listing list() throws StoreException {
        String path = source.url().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean archive = TakenFiles.isArchive(name);
        if (!archive && !TakenFiles.isTaken(name)) {
            throw new StoreException(
                    Reason.REFUSED,
                    source.name() + ": is neither an archive (.tar.gz, .tgz, .tar, .zip) nor a file of a model"
                            + " (.safetensors, .json, .txt, .model)");
        }
        RemoteFile file = new RemoteFile(
                name,
                source.url().toString(),
                OptionalLong.empty(),
                source.sha256().map(Checksum::sha256),
                Optional.empty());
        return new Listing("", List.of(file), archive);
    }

    @Override
    public Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException {
        return web.open(source.url(), offset, validator);
    }
}
