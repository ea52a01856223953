package io.modeldeployment.server.management;

import io.modeldeployment.server.cache.Cleared;
import io.modeldeployment.server.cache.ModelGlob;
import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.inference.ModelSlot;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Empties the answer cache. */
@RestController
@ManagementEndpoint
public final class CacheController {
    private final ModelSlot model;

    CacheController(ModelSlot model) {
        this.model = model;
    }

    /**
     * What was dropped.
     *
     * @param cleared how it went, by tier: {@code memory}, {@code redis}
     */
    record Dropped(Map<String, Cleared> cleared) {}

    /**
     * Drops the answers of the models whose {@code model/revision} matches: from this server's memory, and from Redis for all
     * servers.
     */
    @DeleteMapping(path = "/cache", produces = MediaType.APPLICATION_JSON_VALUE)
    Dropped clear(@RequestParam(required = false) @Nullable String pattern) {
        if (pattern == null) {
            throw new InvalidInputException(
                    "\"pattern\" is missing: send DELETE /cache?pattern=model/revision, or pattern=* for everything.");
        }
        return new Dropped(model.require().cache().clear(glob(pattern)));
    }

    private static ModelGlob glob(String pattern) {
        try {
            return ModelGlob.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()));
        }
    }
}
