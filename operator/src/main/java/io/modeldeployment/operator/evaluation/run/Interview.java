package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks one revision several texts.
 *
 * <p>Who is busy or away is asked again until time is up. A request that fails is halved until the text that spoils it is
 * found; that one gets a second chance.
 */
final class Interview {
    /** After so many texts without an answer it is clear that the revision does not work. */
    static final int MOST_BROKEN = 10;

    private final Questions questions;
    private final Respondent respondent;
    private final Map<String, String> labels;
    private final Pace pace;
    private final AtomicReferenceArray<Answer> answers;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();

    Interview(Questions questions, Respondent respondent, ModelCard card, Pace pace) {
        this.questions = questions;
        this.respondent = respondent;
        this.labels =
                card.labels().stream().distinct().collect(Collectors.toMap(Function.identity(), Function.identity()));
        this.pace = new Pace(Math.min(pace.chunk(), card.maxTexts()), pace.requests(), pace.timed(), pace.pause());
        this.answers =
                new AtomicReferenceArray<>(Collections.nCopies(questions.texts().size(), new Answer.NotAsked())
                        .toArray(Answer[]::new));
    }

    /** Texts that are done with. */
    int answered() {
        return answered.get();
    }

    /** Asks; returns the answers in the order of the texts. */
    List<Answer> ask() throws UnmeasurableException, InterruptedException {
        int next = askTimed();
        chunks.addAll(Chunk.of(next, questions.texts().size(), pace.chunk()));
        Together.run(Collections.nCopies(pace.requests(), this::askRest));
        return IntStream.range(0, answers.length()).mapToObj(answers::get).toList();
    }

    /** What each of them is answered, asked at the same time. */
    static List<List<Answer>> askAll(List<Interview> interviews) throws UnmeasurableException, InterruptedException {
        List<List<Answer>> answers = new ArrayList<>(
                interviews.stream().map(interview -> List.<Answer>of()).toList());
        List<Together.Work> works = new ArrayList<>();
        for (int i = 0; i < interviews.size(); i++) {
            int arm = i;
            works.add(() -> {
                List<Answer> found = interviews.get(arm).ask();
                synchronized (answers) {
                    answers.set(arm, found);
                }
            });
        }
        Together.run(works);
        return answers;
    }

    /** One text after the other, until enough are timed; returns the index of the next one. */
    private int askTimed() throws UnmeasurableException, InterruptedException {
        int timed = 0;
        int next = 0;
        while (next < questions.texts().size() && timed < pace.timed() && isWorthAsking()) {
            ask(new Chunk(next, next + 1), true);
            if (answers.get(next) instanceof Answer.Labels answer
                    && answer.seconds().isPresent()) {
                timed++;
            }
            next++;
        }
        return next;
    }

    private void askRest() throws UnmeasurableException, InterruptedException {
        for (Chunk chunk = chunks.poll(); chunk != null && isWorthAsking(); chunk = chunks.poll()) {
            ask(chunk, false);
        }
    }

    private boolean isWorthAsking() {
        return broken.get() < MOST_BROKEN;
    }

    private void ask(Chunk chunk, boolean timed) throws UnmeasurableException, InterruptedException {
        List<String> texts = questions.texts().subList(chunk.from(), chunk.to());
        boolean hadSecondChance = false;
        while (isWorthAsking()) {
            switch (respondent.ask(texts, this::progress)) {
                case Reply.Answered(var found) -> {
                    store(chunk, found, timed);
                    return;
                }
                case Reply.Busy busy -> respondent.pause(busy.retryAfter().orElse(pace.pause()));
                case Reply.Foreign(var problem) -> throw new UnmeasurableException(respondent.name() + ": " + problem);
                case Reply.Refused(var problem) -> {
                    if (chunk.size() > 1) {
                        askHalves(chunk);
                        return;
                    }
                    store(chunk, List.of(refused(chunk, problem)), timed);
                    return;
                }
                case Reply.Failed(var problem) -> {
                    if (chunk.size() > 1) {
                        askHalves(chunk);
                        return;
                    }
                    if (hadSecondChance) {
                        store(chunk, List.of(new Answer.Broken(problem)), timed);
                        return;
                    }
                    hadSecondChance = true;
                }
            }
        }
    }

    private void askHalves(Chunk chunk) throws UnmeasurableException, InterruptedException {
        for (Chunk half : chunk.halves()) {
            ask(half, false);
        }
    }

    private Answer refused(Chunk chunk, String problem) throws UnmeasurableException {
        Optional<Integer> line = questions.line(chunk.from());
        if (line.isPresent()) {
            throw new UnmeasurableException("%s refuses the text of line %d: %s; change or leave out that line"
                    .formatted(respondent.name(), line.get(), problem));
        }
        return new Answer.Broken(problem);
    }

    private String progress() {
        return "%d of %d texts".formatted(answered.get(), questions.texts().size());
    }

    private void store(Chunk chunk, List<Answer> found, boolean timed) {
        for (int i = 0; i < found.size(); i++) {
            Answer answer = checked(found.get(i), timed);
            answers.set(chunk.from() + i, answer);
            answered.incrementAndGet();
            if (answer instanceof Answer.Broken) {
                broken.incrementAndGet();
            }
        }
    }

    /** With the label texts of {@code /info}, so that thousands of answers share them. */
    private Answer checked(Answer answer, boolean timed) {
        if (!(answer instanceof Answer.Labels given)) {
            return answer;
        }
        List<Answer.Score> scores = new ArrayList<>();
        for (Answer.Score score : given.scores()) {
            String label = labels.get(score.label());
            if (label == null) {
                return new Answer.Broken("it gives a label that its /info does not name");
            }
            scores.add(new Answer.Score(label, score.score()));
        }
        return new Answer.Labels(scores, given.truncated(), timed ? given.seconds() : OptionalDouble.empty());
    }
}
