package io.modeldeployment.server.store.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modeldeployment.server.store.Bytes;
import io.modeldeployment.server.store.LocalServer;
import io.modeldeployment.server.store.Remote.Body;
import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BucketRemoteTest {
    private static final byte[] CONTENT = Bytes.random(1_000, 1);

    /** The server has entity tags, and looks at none. */
    @Test
    void aStoreThatHeedsNoConditionDoesNotPassAnotherObjectOff() throws Exception {
        try (LocalServer server = new LocalServer().put("/models/spam/model.safetensors", CONTENT);
                BucketRemote remote = new BucketRemote(source(server), Map.of())) {
            String tag = Bytes.sha256(CONTENT).substring(0, 12);
            try (Body body = remote.open(listed("\"" + tag + "\""), 0, Optional.empty())) {
                assertArrayEquals(CONTENT, body.stream().readAllBytes());
            }
            remote.open(listed(tag), 0, Optional.empty()).close();

            StoreException refusal = assertThrows(
                    StoreException.class, () -> remote.open(listed("\"of another one\""), 0, Optional.empty()));
            assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        }
    }

    private static Source.Bucket source(LocalServer server) {
        return new Source.Bucket(Optional.of(URI.create(server.url())), "us-east-1", "models", "spam/");
    }

    private static RemoteFile listed(String version) {
        return new RemoteFile(
                "model.safetensors",
                "spam/model.safetensors",
                OptionalLong.of(CONTENT.length),
                Optional.empty(),
                Optional.of(version));
    }
}
