package io.modeldeployment.server.observe;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.ModelInput;
import io.modeldeployment.server.inference.RequestContext;
import io.modeldeployment.server.inference.RequestListener;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The last texts of users that were answered, each once, for whoever compares another model with this one on what users really send.
 *
 * <p>They are in memory alone: never logged, never written, gone with the process. Safe for use by several threads.
 */
public final class TextSample {
    /** Characters of all texts together: a megabyte or two, whatever the number of texts. */
    static final int MOST_CHARACTERS = 500_000;

    /** A longer text is left out, since it would push many others aside. */
    static final int LONGEST = 10_000;

    private final int size;
    private final Set<String> texts = new LinkedHashSet<>();
    private long characters;

    /** @param size texts that are kept; 0 for none */
    public TextSample(int size) {
        this.size = size;
    }

    /** Texts that are kept at most; 0 for none. */
    public int size() {
        return size;
    }

    /** Follows the requests of users; what the operator asks is no sample of anything. */
    public RequestObserver observer() {
        return size == 0 ? RequestObserver.NONE : this::begin;
    }

    private RequestListener begin(RequestHead head) {
        boolean synthetic = "true".equals(head.headers().get(RequestContext.SYNTHETIC_HEADER));
        return synthetic ? RequestListener.NONE : new Entrance();
    }

    /** The texts, the oldest first. */
    public synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    /** Forgets all of them. */
    public synchronized void clear() {
        texts.clear();
        characters = 0;
    }

    private synchronized void add(String text) {
        if (text.length() > LONGEST || !texts.add(text)) {
            return;
        }
        characters += text.length();
        Iterator<String> oldest = texts.iterator();
        while (texts.size() > size || characters > MOST_CHARACTERS) {
            characters -= oldest.next().length();
            oldest.remove();
        }
    }

    /** Lets one request's texts in once they are answered; belongs to the request's thread. */
    private final class Entrance implements RequestListener {
        private List<ModelInput> asked = List.of();

        @Override
        public void onInputs(List<ModelInput> inputs, int maxTokens) {
            asked = inputs;
        }

        @Override
        public void onAnswers(List<Answer> answers, Duration took) {
            for (ModelInput input : asked) {
                if (input instanceof ModelInput.Text(String text)) {
                    add(text);
                }
            }
        }
    }
}
