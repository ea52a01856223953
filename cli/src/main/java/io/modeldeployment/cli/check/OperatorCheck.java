package io.modeldeployment.cli.check;

import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judges by its Lease and its pod whether an operator runs and leads. */
public final class OperatorCheck {
    /** Name of the Lease of the operator's leader election. */
    public static final String LEASE = "model-deployment-operator";

    private static final String WHAT = "operator";

    /** A lease is renewed every two seconds; more than clocks may differ is too long. */
    private static final Duration TOO_LONG = Duration.ofMinutes(1);

    private OperatorCheck() {}

    /** Judges the Leases of that name in all namespaces. */
    public static Finding leading(List<Fields> leases, Instant now) {
        if (leases.isEmpty()) {
            return Finding.failed(
                    WHAT, "none has ever led: no Lease " + LEASE, "install the chart model-deployment-operator");
        }
        if (leases.size() > 1) {
            return Finding.warning(
                    WHAT,
                    leases.size() + " Leases, in "
                            + String.join(
                                    ", ", leases.stream().map(Fields::namespace).toList()),
                    "let each operator watch namespaces of its own (watchNamespaces), or remove all but one");
        }
        Fields lease = leases.getFirst();
        String holder = lease.text("spec", "holderIdentity").orElse("");
        Optional<Instant> renewed = lease.time("spec", "renewTime");
        String logs = "look at 'kubectl -n " + lease.namespace() + " get pods' and their logs";
        if (holder.isEmpty()) {
            return Finding.failed(WHAT, "nobody leads", logs);
        }
        if (renewed.filter(at -> Duration.between(at, now).compareTo(TOO_LONG) < 0)
                .isEmpty()) {
            return Finding.failed(
                    WHAT,
                    holder + " stopped leading"
                            + renewed.map(at -> " " + Duration.between(at, now).toMinutes() + " minutes ago")
                                    .orElse(""),
                    logs);
        }
        return Finding.ok(WHAT, holder + " leads in the namespace " + lease.namespace());
    }

    /** Judges the pod that leads. */
    public static Finding pod(PodView pod) {
        String detail = pod.name() + " is " + pod.state() + (pod.restarts() == 0 ? "" : ", restarts " + pod.restarts());
        return pod.ready()
                ? Finding.ok("operator's pod", detail)
                : Finding.failed(
                        "operator's pod",
                        detail + (pod.message().isEmpty() ? "" : ": " + pod.message()),
                        "look at its logs");
    }
}
