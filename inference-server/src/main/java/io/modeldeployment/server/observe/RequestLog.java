package io.modeldeployment.server.observe;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.ModelInput;
import io.modeldeployment.server.inference.RequestContext;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.inference.RequestStatus;
import io.modeldeployment.server.inference.Tokenized;
import io.modeldeployment.server.scoring.LabelScore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one log record a request: what came, what was answered, how long it took. The texts themselves are left out unless they
 * are asked for.
 */
public final class RequestLog implements RequestObserver {
    /** The logger of these records. */
    public static final String LOGGER = "predictions";

    /** Characters of texts that one record holds, so that records that wait to be written cannot fill the memory. */
    static final int MOST_CHARACTERS = 4000;

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
    private static final double NANOS_PER_SECOND = 1e9;

    private final String model;
    private final String revision;
    private final boolean texts;
    private final double sample;

    /**
     * @param model the name it is served under
     * @param revision the revision it is served under
     * @param texts whether the texts are written too
     * @param sample the share of requests that get a record, above 0, at most 1
     */
    public RequestLog(String model, String revision, boolean texts, double sample) {
        this.model = model;
        this.revision = revision;
        this.texts = texts;
        this.sample = sample;
    }

    @Override
    public RequestListener begin(RequestHead head) {
        boolean chosen = sample >= 1 || ThreadLocalRandom.current().nextDouble() < sample;
        return chosen ? new Entry() : RequestListener.NONE;
    }

    /** Gathers what one request's record says; belongs to the request's thread. */
    private final class Entry implements RequestListener {
        private List<ModelInput> asked = List.of();
        private int maxTokens;
        private @Nullable Tokenized tokenized;
        private List<Answer> answers = List.of();
        private @Nullable RequestStatus refused;
        private @Nullable Throwable failure;
        private @Nullable Duration took;

        @Override
        public void onRefused(RequestStatus status) {
            refused = status;
        }

        @Override
        public void onInputs(List<ModelInput> what, int cutTo) {
            asked = what;
            maxTokens = cutTo;
        }

        @Override
        public void onTokenized(Tokenized what, Duration time) {
            tokenized = what;
        }

        @Override
        public void onAnswers(List<Answer> what, Duration time) {
            answers = what;
            took = time;
        }

        @Override
        public void onFailed(Throwable why, Duration time) {
            failure = why;
            took = time;
        }

        @Override
        public void onResponse(int status, @Nullable String route) {
            RequestContext context = RequestContext.current();
            LogFields record = new LogFields();
            record.say("request_id", context.requestId());
            record.say("trace_id", context.listener().traceId());
            record.say("path", route == null ? context.path() : route);
            record.say("model_name", model);
            record.say("revision", revision);
            record.say("status", outcome(status).label());
            record.say("http_status", status);
            addRequest(record);
            addAnswer(record);
            record.log(LOG.atInfo(), "prediction");
        }

        /** Where nothing else was said, the request was refused or failed before it got to the model. */
        private RequestStatus outcome(int status) {
            if (failure != null) {
                return RequestStatus.of(failure);
            }
            if (refused != null) {
                return refused;
            }
            return switch (status) {
                case 429 -> RequestStatus.REJECTED;
                case 499 -> RequestStatus.CANCELLED;
                default -> status < 400 ? RequestStatus.SUCCESS : refusal(status);
            };
        }

        private static RequestStatus refusal(int status) {
            return status < 500 ? RequestStatus.INVALID : RequestStatus.ERROR;
        }

        private void addRequest(LogFields record) {
            if (asked.isEmpty()) {
                return;
            }
            record.say("texts", asked.size());
            record.say(
                    "text_length",
                    asked.stream().mapToInt(ModelInput::characters).sum());
            if (tokenized != null) {
                record.say("tokens", tokenized.tokens());
            }
            record.say("max_length", maxTokens);
            if (!answers.isEmpty()) {
                record.say(
                        "truncated", answers.stream().filter(Answer::truncated).count());
                record.say(
                        "from_cache", answers.stream().filter(Answer::fromCache).count());
            }
            if (texts) {
                record.say(
                        "input",
                        shortened(asked.stream().map(ModelInput::readable).toList()));
            }
        }

        private void addAnswer(LogFields record) {
            if (!answers.isEmpty()) {
                record.say("predictions_count", predictions(answers));
                sayBest(answers, record);
            }
            if (failure != null) {
                record.say("error_type", failure.getClass().getSimpleName());
                record.say("error_message", Objects.requireNonNullElse(failure.getMessage(), ""));
            }
            if (took != null) {
                record.say("processing_time", took.toNanos() / NANOS_PER_SECOND);
            }
        }
    }

    private static int predictions(List<Answer> answers) {
        return answers.stream()
                .mapToInt(answer -> answer instanceof Answer.Classification said
                        ? said.labels().size()
                        : 1)
                .sum();
    }

    /** The surest of the best labels: one label a record, whatever the number of texts. */
    private static void sayBest(List<Answer> answers, LogFields record) {
        answers.stream()
                .filter(Answer.Classification.class::isInstance)
                .map(answer -> ((Answer.Classification) answer).labels().getFirst())
                .max(Comparator.comparingDouble(LabelScore::score))
                .ifPresent(top -> {
                    record.say("top_label", top.label());
                    record.say("top_score", top.score());
                });
    }

    private static List<String> shortened(List<String> texts) {
        List<String> kept = new ArrayList<>();
        int room = MOST_CHARACTERS;
        for (String text : texts) {
            if (room == 0) {
                break;
            }
            int end = Math.min(text.length(), room);
            // Half a surrogate pair is no character.
            end -= end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
            kept.add(text.substring(0, end));
            room = end < text.length() ? 0 : room - end;
        }
        return kept;
    }
}
