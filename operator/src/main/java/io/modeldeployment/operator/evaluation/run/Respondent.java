package io.modeldeployment.operator.evaluation.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The pods of one revision, asked in turn as long as there is time. */
final class Respondent {
    private static final Duration NO_POD_WAIT = Duration.ofSeconds(1);

    private final String name;
    private final Supplier<List<PodAddress>> pods;
    private final ModelServerClient client;
    private final Deadline deadline;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile String lastProblem = "no pod is ready";

    /**
     * Makes a respondent.
     *
     * @param name what it is called in messages
     * @param pods those that may be asked at the moment; they come and go
     */
    Respondent(String name, Supplier<List<PodAddress>> pods, ModelServerClient client, Deadline deadline) {
        this.name = name;
        this.pods = pods;
        this.client = client;
        this.deadline = deadline;
    }

    String name() {
        return name;
    }

    /**
     * Asks the next pod.
     *
     * @param progress how far things are, for the message when time is up
     */
    Reply ask(List<String> texts, Supplier<String> progress) throws UnmeasurableException, InterruptedException {
        if (deadline.isOver()) {
            throw new UnmeasurableException(
                    "%s answered %s within %s (last: %s): raise spec.evaluation.timeout, or take fewer texts"
                            .formatted(name, progress.get(), deadline, lastProblem));
        }
        Optional<PodAddress> pod = next();
        if (pod.isEmpty()) {
            lastProblem = "no pod is ready";
            return new Reply.Busy(lastProblem, Optional.of(NO_POD_WAIT));
        }
        Reply reply = client.ask(pod.get(), texts, deadline);
        if (reply instanceof Reply.Busy(var problem, var _)) {
            lastProblem = problem;
        }
        return reply;
    }

    /** What its model is, once a pod says so. */
    ModelCard card() throws UnmeasurableException, InterruptedException {
        while (!deadline.isOver()) {
            Optional<PodAddress> pod = next();
            Optional<ModelCard> card = pod.isEmpty() ? Optional.empty() : client.card(pod.get(), deadline);
            if (card.isPresent()) {
                return card.get();
            }
            lastProblem = pod.isEmpty()
                    ? "no pod is ready"
                    : pod.get() + " does not answer /info with its labels: is it the inference server's image?";
            pause(NO_POD_WAIT);
        }
        throw new UnmeasurableException(
                "%s did not say within %s which labels it has: %s".formatted(name, deadline, lastProblem));
    }

    void pause(Duration time) throws InterruptedException {
        Thread.sleep(deadline.atMost(time));
    }

    private Optional<PodAddress> next() {
        List<PodAddress> now = pods.get();
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(now.get(Math.floorMod(turn.getAndIncrement(), now.size())));
    }
}
