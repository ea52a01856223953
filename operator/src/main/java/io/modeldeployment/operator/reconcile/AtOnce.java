package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.operator.rollout.Probe;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks many pods in the time that one takes. */
final class AtOnce {
    private static final ExecutorService ASKING = Executors.newVirtualThreadPerTaskExecutor();

    private AtOnce() {}

    /** What each pod answers, in the order of the pods. */
    static List<Probe> ask(List<Pod> pods, Function<Pod, Probe> question) {
        List<Future<Probe>> answers = pods.stream()
                .map(pod -> ASKING.submit(() -> question.apply(pod)))
                .toList();
        return answers.stream().map(AtOnce::await).toList();
    }

    private static Probe await(Future<Probe> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return new Probe.NoAnswer("the question failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Probe.NoAnswer("interrupted");
        }
    }
}
