package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.Answer;
import io.modeldeployment.operator.verdict.Proportion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks candidate and stable, text by text, what users sent to stable, and counts how often they agree; for one rollout, until it is
 * ended.
 */
final class AgreementRun {
    /** Stable has users: after the first texts it is asked this many at a time, with a pause in between. */
    private static final int ROUND = 16;

    private static final int FIRST_ROUND = 200;
    /** What is remembered of texts is bounded; so many decide whatever can be decided. */
    private static final int MOST_TEXTS = 20_000;

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);
    /**
     * Whoever looks does so every two seconds. After so long without, the ModelDeployment is gone: what users sent is nobody's business
     * any more, and the addresses may be those of other pods.
     */
    private static final Duration LOOK_HOLDS = Duration.ofSeconds(30);

    private static final Pods NOBODY = new Pods(List.of(), List.of());

    private final Tools tools;
    private final Clock clock;
    private final boolean resumed;
    private final TextQueue texts = new TextQueue();
    private final Set<PodAddress> read = new HashSet<>();
    private volatile Scene scene;
    private volatile LiveAgreement known;
    private int turn;

    /**
     * What every run needs.
     *
     * @param samples reads what users sent
     * @param client asks pods
     * @param pause between two rounds
     */
    record Tools(SampleReader samples, ModelServerClient client, Duration pause) {}

    /**
     * What the last look saw and wants.
     *
     * @param pods those that may be asked
     * @param isEnough whether so many texts decide it, so that nobody need be asked any more
     * @param at when it was
     */
    record Scene(Pods pods, Predicate<Proportion> isEnough, Instant at) {}

    /** @param before what an earlier life of the operator has counted */
    AgreementRun(Tools tools, Clock clock, Proportion before, Scene scene) {
        this.tools = tools;
        this.clock = clock;
        this.known = new LiveAgreement(before, Optional.empty());
        this.resumed = before.all() > 0;
        this.scene = scene;
    }

    LiveAgreement look(Scene now) {
        scene = now;
        return known;
    }

    /** Runs until it is interrupted. */
    void run() throws InterruptedException {
        int size = resumed ? ROUND : FIRST_ROUND;
        while (true) {
            try {
                if (isAbandoned(scene)) {
                    texts.forgetWaiting();
                    waits();
                } else if (!scene.isEnough().test(known.equal()) && round(size)) {
                    size = ROUND;
                }
            } catch (UnmeasurableException e) {
                known = new LiveAgreement(known.equal(), Optional.of(e.reason()));
            } catch (RuntimeException e) {
                known = new LiveAgreement(
                        known.equal(),
                        Optional.of("an error of the operator: " + e.getClass().getSimpleName()));
            }
            Thread.sleep(tools.pause());
        }
    }

    private boolean isAbandoned(Scene last) {
        return last.at().plus(LOOK_HOLDS).isBefore(clock.instant());
    }

    /** Those that may be asked now, also in the midst of a round. */
    private Pods pods() {
        Scene last = scene;
        return isAbandoned(last) ? NOBODY : last.pods();
    }

    /** Whether there were texts to ask. */
    private boolean round(int size) throws UnmeasurableException, InterruptedException {
        Pods pods = pods();
        if (pods.candidate().isEmpty()) {
            return waits();
        }
        if (pods.stable().isEmpty()) {
            throw new UnmeasurableException("no pod of the stable revision is ready");
        }
        if (texts.isEmpty() && texts.size() < MOST_TEXTS) {
            read(pods.stable().get(Math.floorMod(turn++, pods.stable().size())));
        }
        List<String> next = texts.next(size);
        if (next.isEmpty()) {
            return waits();
        }
        known = new LiveAgreement(compared(next), Optional.empty());
        return true;
    }

    /** For the candidate's pods, for texts of users or for the next look, which come by themselves: no problem that a person could mend. */
    private boolean waits() {
        known = new LiveAgreement(known.equal(), Optional.empty());
        return false;
    }

    private void read(PodAddress pod) throws UnmeasurableException, InterruptedException {
        List<String> sample = tools.samples().read(pod);
        if (resumed && read.add(pod)) {
            texts.skip(sample);
        } else {
            texts.add(sample);
        }
    }

    private Proportion compared(List<String> next) throws UnmeasurableException, InterruptedException {
        Deadline deadline = Deadline.in(LONGEST_ROUND);
        Pace pace = Pace.ofCandidate(pods().candidate().size(), false);
        List<List<Answer>> answers = Interview.askAll(List.of(
                interview(next, respondent("the candidate", Pods::candidate, deadline), pace),
                interview(next, respondent("the stable revision", Pods::stable, deadline), Pace.ofStable(false))));
        Proportion equal = known.equal();
        for (int i = 0; i < next.size(); i++) {
            Answer candidate = answers.getFirst().get(i);
            // What stable does not answer compares nothing; that the candidate alone does not answer is a difference.
            if (answers.getLast().get(i) instanceof Answer.Labels stable && !(candidate instanceof Answer.NotAsked)) {
                equal = equal.next(candidate instanceof Answer.Labels labels && labels.isLike(stable));
            }
        }
        if (equal.all() == known.equal().all()) {
            throw new UnmeasurableException(
                    "the stable revision answers none of the texts that it keeps: mend it first");
        }
        return equal;
    }

    private Respondent respondent(String name, Function<Pods, List<PodAddress>> pods, Deadline deadline) {
        return new Respondent(name, () -> pods.apply(pods()), tools.client(), deadline);
    }

    private static Interview interview(List<String> texts, Respondent respondent, Pace pace)
            throws UnmeasurableException, InterruptedException {
        ModelCard card = respondent.card();
        if (card.labels().isEmpty()) {
            throw new UnmeasurableException(respondent.name() + " has no labels: leave Agreement out");
        }
        return new Interview(Questions.ofUsers(texts), respondent, card, pace);
    }
}
