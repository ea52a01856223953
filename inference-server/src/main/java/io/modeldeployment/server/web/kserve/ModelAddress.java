package io.modeldeployment.server.web.kserve;

import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.web.UnknownModelException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that a path names.
 *
 * @param name its name; a hub's name such as {@code owner/model} takes two segments
 * @param version its version, null where the path leaves it to the server
 */
record ModelAddress(String name, @Nullable String version) {
    /** Puts the parts of a path together. */
    static ModelAddress of(Map<String, String> path) {
        String owner = path.get("owner");
        String model = path.getOrDefault("model", "");
        return new ModelAddress(owner == null ? model : owner + "/" + model, path.get("version"));
    }

    /**
     * Insists on the model that is served.
     *
     * @throws UnknownModelException when it is another one, or another version of it
     */
    void mustBe(ServedModel served) {
        UnknownModelException.unlessSame(name, served.name());
        if (version != null) {
            UnknownModelException.unlessSameVersion(version, served.revision());
        }
    }
}
