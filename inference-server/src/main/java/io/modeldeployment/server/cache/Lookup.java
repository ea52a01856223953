package io.modeldeployment.server.cache;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What the cache had for the texts of a request.
 *
 * @param keys the key of each text; empty where nothing is kept at all
 * @param found what it had, by the text's index
 * @param texts how many texts were looked up
 */
public record Lookup(List<CacheKey> keys, Map<Integer, ModelOutput> found, int texts) {
    /** Indices of the texts that it did not have, in their order. */
    public List<Integer> missing() {
        return IntStream.range(0, texts).filter(index -> !has(index)).boxed().toList();
    }

    /** Whether it had the text at that index. */
    public boolean has(int index) {
        return found.containsKey(index);
    }

    /** The output of the text at that index: the one that was found, or else the one among those computed since. */
    public ModelOutput outputOr(int index, Map<Integer, ModelOutput> computed) {
        return Objects.requireNonNull(has(index) ? found.get(index) : computed.get(index));
    }
}
