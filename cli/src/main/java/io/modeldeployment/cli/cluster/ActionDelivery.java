package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.action.Refusal;
import io.modeldeployment.cli.action.Request;
import io.modeldeployment.cli.action.Verb;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.RolloutView;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Brings an action to the operator, and its answer back. */
public final class ActionDelivery {
    private static final int ATTEMPTS = 50;

    private final Cluster cluster;
    private final String namespace;
    private final String name;

    /** For the rollout of one ModelDeployment. */
    public ActionDelivery(Cluster cluster, String namespace, String name) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Writes the action, if it can be meant and nobody else's waits to be answered.
     *
     * @param id tells it from every other one
     * @param replace whether to take the place of an action that was not answered yet
     * @throws Failure when it is refused
     */
    public Request send(Verb verb, String id, boolean replace) {
        Optional<Request> first = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RolloutView rollout = new RolloutView(read());
            if (first.isPresent() && isWritten(first.get(), rollout)) {
                return first.get();
            }
            Request request = judged(verb, rollout, id, replace);
            if (first.filter(before -> !before.meansTheSameAs(request)).isPresent()) {
                throw Failure.refused("the rollout moved on while you asked: look at 'kubectl mdep get " + name
                        + "' and decide again");
            }
            first = Optional.of(request);
            if (write(request, rollout)) {
                return request;
            }
        }
        throw Failure.refused(name + " changes all the time, so the action could not be written; try again");
    }

    private Fields read() {
        return cluster.find(Kind.MODEL_DEPLOYMENT, namespace, name)
                .orElseThrow(() ->
                        Failure.notFound("there is no ModelDeployment " + name + " in the namespace " + namespace));
    }

    private static Request judged(Verb verb, RolloutView rollout, String id, boolean replace) {
        Refusal.of(verb, rollout).ifPresent(reason -> {
            throw Failure.refused(verb.word() + ": " + reason);
        });
        Request.unanswered(rollout).filter(other -> !replace).ifPresent(other -> {
            throw Failure.refused(verb.word() + ": the operator has not answered an earlier action yet (" + other
                    + "); wait for it, or write --replace");
        });
        return Request.of(verb, rollout, id);
    }

    /** A write whose answer was lost is found by another look. */
    private static boolean isWritten(Request request, RolloutView rollout) {
        return rollout.object()
                .annotation(ModelDeployment.ACTION_ANNOTATION)
                .filter(request.text()::equals)
                .isPresent();
    }

    /** Whether it is written: not if somebody wrote the resource since it was read. */
    private boolean write(Request request, RolloutView rollout) {
        try {
            cluster.patch(namespace, name, request.patch(rollout), false);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Waits until the operator has answered.
     *
     * @return {@code status.lastHandledAction}
     * @throws Failure when it does not answer in time, or another action took the place of this one
     */
    public Fields answer(Request request, Duration timeout) throws InterruptedException {
        var signal = new Signal();
        long end = System.nanoTime() + timeout.toNanos();
        var watched = new LiveSet.Watched(Kind.MODEL_DEPLOYMENT, Scope.of(namespace, name));
        try (var live = new LiveSet<Fields>(cluster, watched, Function.identity(), signal::raise)) {
            while (true) {
                // A watch can lose sight of what is there; only the API server itself says that it is gone.
                RolloutView rollout =
                        new RolloutView(live.now().stream().findFirst().orElseGet(this::read));
                if (rollout.lastAction().text("id").filter(request.id()::equals).isPresent()) {
                    return rollout.lastAction();
                }
                if (!isWritten(request, rollout)) {
                    throw Failure.refused(request.verb().word() + ": another action took its place before the operator"
                            + " answered; look at 'kubectl mdep get " + name + "'");
                }
                if (System.nanoTime() >= end) {
                    throw Failure.timedOut(unanswered(request, timeout));
                }
                signal.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        }
    }

    private static String unanswered(Request request, Duration timeout) {
        return "the operator has not answered within " + timeout.toSeconds() + "s; "
                + request.verb().word()
                + " stands and is judged when it does. 'kubectl mdep check' says whether it runs";
    }
}
