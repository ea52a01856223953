package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a user may who acts as the operator in one namespace: what the chart says, read from its template. */
final class OperatorRights {
    private static final Path TEMPLATE = Path.of("../helm/model-deployment-operator/templates/_helpers.tpl");

    private final KubernetesClient client;
    private final String name;

    OperatorRights(KubernetesClient client, String namespace) {
        this.client = client;
        this.name = "operator-" + namespace;
    }

    String user() {
        return name;
    }

    /** From now on the user has all of the chart's rights but those to these resources. */
    void grantAllBut(Set<String> resources) {
        List<PolicyRule> rules = new ArrayList<>();
        rules.addAll(rulesOf("operator.rules"));
        rules.addAll(rulesOf("operator.clusterRules"));
        rules.add(rule("coordination.k8s.io", "leases", "create", "get", "update", "patch"));
        rules.add(rule("snapshot.storage.k8s.io", "volumesnapshotclasses", "get", "list"));
        rules.add(rule("snapshot.storage.k8s.io", "volumesnapshotcontents", "get"));
        rules.forEach(rule -> rule.setResources(rule.getResources().stream()
                .filter(resource -> !resources.contains(resource))
                .toList()));
        client.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withRules(rules.stream()
                                .filter(rule -> !rule.getResources().isEmpty())
                                .toList())
                        .build())
                .serverSideApply();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                        .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                        .build())
                .serverSideApply();
    }

    private static PolicyRule rule(String group, String resource, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .build();
    }

    /** The rules between a define and its end, those under a condition too. */
    private static List<PolicyRule> rulesOf(String define) {
        try {
            String yaml = Files.readAllLines(TEMPLATE).stream()
                    .dropWhile(line -> !line.startsWith("{{- define \"" + define + "\""))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("{{- define"))
                    .filter(line -> !line.startsWith("{{"))
                    .collect(Collectors.joining("\n"));
            return new ArrayList<>(Serialization.unmarshal("rules:\n" + yaml.indent(2), Rules.class)
                    .rules());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Rules(List<PolicyRule> rules) {}

    void remove() {
        client.rbac().clusterRoleBindings().withName(name).delete();
        client.rbac().clusterRoles().withName(name).delete();
    }
}
