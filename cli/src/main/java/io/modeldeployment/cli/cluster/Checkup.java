package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.cli.check.CrdCheck;
import io.modeldeployment.cli.check.Finding;
import io.modeldeployment.cli.check.OperatorCheck;
import io.modeldeployment.cli.check.Right;
import io.modeldeployment.cli.view.Fields;
import io.modeldeployment.cli.view.Keys;
import io.modeldeployment.cli.view.PodView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks at everything that ModelDeployments need, one thing after the other; what it may not see is said and skipped. */
public final class Checkup {
    /** Where the chart is installed by its instructions. */
    private static final String USUAL_NAMESPACE = "model-deployment";

    private static final int MOST_PODS = 20;
    private static final Map<String, String> OPTIONAL = new LinkedHashMap<>();

    static {
        OPTIONAL.put("gateway.networking.k8s.io", "Gateway API");
        OPTIONAL.put("snapshot.storage.k8s.io", "VolumeSnapshot");
        OPTIONAL.put("keda.sh", "KEDA");
        OPTIONAL.put("monitoring.coreos.com", "Prometheus Operator");
    }

    private final Cluster cluster;
    private final KubernetesClient client;
    private final String namespace;
    private final Instant now;

    /** Looks from {@code namespace}. */
    public Checkup(Cluster cluster, String namespace, Instant now) {
        this.cluster = cluster;
        this.client = cluster.client();
        this.namespace = namespace;
        this.now = now;
    }

    /**
     * All findings, in the order in which they should be mended.
     *
     * @param own the CRD that this plugin was built with
     * @param name of the ModelDeployment whose pods are asked; empty: those of all in the namespace
     */
    public List<Finding> findings(Fields own, Optional<String> name) {
        var findings = new ArrayList<Finding>();
        findings.add(Finding.ok(
                "API server",
                client.getConfiguration().getMasterUrl() + " is "
                        + client.getKubernetesVersion().getGitVersion()));
        findings.add(looked(
                "CRD",
                () -> CrdCheck.of(
                        cluster.find(Kind.CRD, "", "modeldeployments.serving.modeldeployment.io")
                                .orElse(Fields.NONE),
                        own)));
        operator(findings);
        Right.needs().forEach(need -> findings.add(looked("rights", () -> need.judge(missing(need)))));
        OPTIONAL.forEach((group, what) -> findings.add(looked(what, () -> optional(group, what))));
        findings.addAll(pods(name));
        return findings;
    }

    private Finding looked(String what, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (KubernetesClientException e) {
            return Finding.warning(what, "could not be looked at: " + said(e), "");
        }
    }

    private static String said(KubernetesClientException problem) {
        String message =
                problem.getStatus() == null ? null : problem.getStatus().getMessage();
        return message == null
                ? String.valueOf(problem.getMessage()).lines().findFirst().orElse("")
                : message;
    }

    private void operator(List<Finding> findings) {
        findings.add(looked("operator", () -> {
            List<Fields> leases = leases();
            if (leases.size() == 1) {
                findings.add(looked("operator's pod", () -> pod(leases.getFirst())));
            }
            return OperatorCheck.leading(leases, now);
        }));
    }

    /** In all namespaces, or where that is not allowed in the usual one. */
    private List<Fields> leases() {
        var everywhere = new Scope(Optional.empty(), Optional.of(OperatorCheck.LEASE), Optional.empty());
        try {
            return cluster.list(Kind.LEASE, everywhere, Function.identity());
        } catch (KubernetesClientException e) {
            return cluster.find(Kind.LEASE, USUAL_NAMESPACE, OperatorCheck.LEASE).stream()
                    .toList();
        }
    }

    private Finding pod(Fields lease) {
        String holder = lease.text("spec", "holderIdentity").orElse("");
        return cluster.find(Kind.POD, lease.namespace(), holder)
                .map(pod -> OperatorCheck.pod(PodView.of(pod)))
                .orElseGet(() ->
                        Finding.warning("operator's pod", "there is no pod " + holder, "wait for another leader"));
    }

    private List<Right> missing(Right.Need need) {
        return need.rights().stream().filter(right -> !isAllowed(right)).toList();
    }

    private boolean isAllowed(Right right) {
        var review = client.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withVerb(right.verb())
                        .withGroup(right.group())
                        .withResource(right.resource())
                        .withSubresource(right.subresource().isEmpty() ? null : right.subresource())
                        .endResourceAttributes()
                        .endSpec()
                        .build());
        return review.getStatus() != null
                && Boolean.TRUE.equals(review.getStatus().getAllowed());
    }

    private Finding optional(String group, String what) {
        var found = client.getApiGroup(group);
        return found == null
                ? Finding.absent(what, "nothing, unless you want to use it")
                : Finding.ok(
                        what,
                        found.getPreferredVersion() == null
                                ? group
                                : found.getPreferredVersion().getGroupVersion());
    }

    private List<Finding> pods(Optional<String> name) {
        String selector = name.map(value -> Keys.NAME + "=" + value).orElse(Keys.NAME);
        var findings = new ArrayList<Finding>();
        try {
            List<Fields> pods = cluster.list(
                    Kind.POD,
                    new Scope(Optional.of(namespace), Optional.empty(), Optional.of(selector)),
                    Function.identity());
            pods.stream().limit(MOST_PODS).forEach(pod -> findings.add(server(pod)));
            if (pods.size() > MOST_PODS) {
                findings.add(Finding.ok("servers", (pods.size() - MOST_PODS) + " more pods were not asked"));
            }
            if (pods.isEmpty()) {
                findings.add(Finding.absent("servers", "no pod in the namespace " + namespace + " serves a model"));
            }
        } catch (KubernetesClientException e) {
            findings.add(Finding.warning("servers", "could not be looked at: " + said(e), ""));
        }
        return findings;
    }

    /** Asks a pod through the API server whether it is ready to answer. */
    private Finding server(Fields pod) {
        String what = "pod " + pod.name();
        PodView view = PodView.of(pod);
        try {
            new PodDoor(client, pod).get("/health/ready");
            return Finding.ok(what, "ready, and reached through the API server");
        } catch (KubernetesClientException e) {
            String todo = "look at 'kubectl -n " + namespace + " logs " + pod.name() + "'";
            if (view.ready()) {
                return Finding.warning(what, "ready, but not reached: " + said(e), todo);
            }
            return Finding.failed(what, view.state() + (view.message().isEmpty() ? "" : ": " + view.message()), todo);
        }
    }
}
