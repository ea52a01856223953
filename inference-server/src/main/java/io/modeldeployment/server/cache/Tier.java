package io.modeldeployment.server.cache;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One place where outputs are kept. It loses what it likes, and never fails. Safe for use by several threads. */
interface Tier {
    /** What is kept under each key, in the order of the keys. */
    List<Optional<ModelOutput>> find(List<CacheKey> keys);

    /** Keeps outputs for a while. */
    void put(Map<CacheKey, ModelOutput> outputs);

    /** Drops what was kept for the models that match. */
    Cleared clear(ModelGlob models);
}
