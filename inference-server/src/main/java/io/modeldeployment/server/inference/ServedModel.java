package io.modeldeployment.server.inference;

import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.text.TextTokenizer;

/**
 * A loaded model with what it takes to ask it.
 *
 * @param name the name it is served under
 * @param revision the revision it is served under
 * @param device where it computes
 * @param head what it computes
 * @param outputSize numbers a text
 * @param tokenizer its tokenizer
 * @param batcher its queue and workers
 */
public record ServedModel(
        String name,
        String revision,
        String device,
        Head head,
        int outputSize,
        TextTokenizer tokenizer,
        Batcher batcher) {}
