package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.render.StatusBlock;
import io.modeldeployment.cli.view.RolloutView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what the operator found out about a candidate. */
@Command(name = "analysis", description = "Shows the verdicts about the candidate, as far as the status has any.")
final class AnalysisCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Override
    public Integer call() {
        Format format = output.of(Format.JSON, Format.YAML);
        try (Cluster cluster = mdep.open()) {
            String namespace = mdep.namespace(cluster);
            RolloutView rollout = cluster.find(Kind.MODEL_DEPLOYMENT, namespace, Mdep.name(name))
                    .map(RolloutView::new)
                    .orElseThrow(() -> GetCommand.missing(Mdep.name(name), namespace));
            if (format.isForPrograms()) {
                mdep.print(List.of(Documents.of(format, document(rollout))));
            } else if (rollout.verdicts().isEmpty()) {
                mdep.print(List.of("No analysis: the status of " + rollout.name() + " has no verdict."));
            } else {
                mdep.print(lines(rollout));
            }
            return ExitCode.DONE.number();
        }
    }

    private static List<String> lines(RolloutView rollout) {
        var lines = new ArrayList<String>();
        rollout.verdicts().forEach(key -> {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(key.toUpperCase(Locale.ROOT));
            lines.addAll(StatusBlock.lines(rollout.object().value("status", key).orElseThrow()));
        });
        return lines;
    }

    private static LinkedHashMap<String, Object> document(RolloutView rollout) {
        var verdicts = new LinkedHashMap<String, Object>();
        rollout.verdicts()
                .forEach(key ->
                        verdicts.put(key, rollout.object().value("status", key).orElseThrow()));
        var document = new LinkedHashMap<String, Object>();
        document.put("name", rollout.name());
        document.put("namespace", rollout.namespace());
        rollout.candidate().ifPresent(candidate -> document.put("candidate", candidate));
        document.put("verdicts", verdicts);
        return document;
    }
}
