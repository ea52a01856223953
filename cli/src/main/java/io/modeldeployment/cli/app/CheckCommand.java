package io.modeldeployment.cli.app;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.check.Finding;
import io.modeldeployment.cli.cluster.Checkup;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.render.Style;
import io.modeldeployment.cli.render.Table;
import io.modeldeployment.cli.view.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says whether the cluster has all that ModelDeployments need, and what to do about what it has not. */
@Command(name = "check", description = "Says whether CRD, operator, your rights and the servers are as they should be.")
final class CheckCommand implements Callable<Integer> {
    private static final String CRD = "/modeldeployments.serving.modeldeployment.io.yaml";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The ModelDeployment whose pods are asked; without it, all of the namespace.")
    private @Nullable String name;

    @Override
    public Integer call() {
        Format format = output.of(Format.JSON, Format.YAML);
        try (Cluster cluster = mdep.open()) {
            List<Finding> findings =
                    findings(mdep, cluster, Optional.ofNullable(name).map(Mdep::name));
            long failed = findings.stream()
                    .filter(finding -> finding.level() == Finding.Level.FAILED)
                    .count();
            if (format.isForPrograms()) {
                var document = new LinkedHashMap<String, Object>();
                document.put("failed", failed);
                document.put(
                        "findings",
                        findings.stream().map(CheckCommand::document).toList());
                mdep.print(List.of(Documents.of(format, document)));
            } else {
                mdep.print(lines(findings, mdep.screen().style()));
            }
            return failed == 0 ? ExitCode.DONE.number() : ExitCode.FAILED.number();
        }
    }

    static List<Finding> findings(Mdep mdep, Cluster cluster, Optional<String> name) {
        return new Checkup(cluster, mdep.namespace(cluster), mdep.now()).findings(ownCrd(), name);
    }

    private static Fields ownCrd() {
        try (InputStream yaml = Objects.requireNonNull(CheckCommand.class.getResourceAsStream(CRD))) {
            return Fields.of(Serialization.unmarshal(yaml, Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(List<Finding> findings, Style style) {
        var table = new Table("WHAT", "RESULT", "SEEN", "TO DO");
        findings.forEach(finding ->
                table.row(finding.what(), painted(finding.level(), style), finding.detail(), finding.todo()));
        return table.lines();
    }

    private static String painted(Finding.Level level, Style style) {
        return switch (level) {
            case OK -> style.paint(Style.Color.GOOD, level.word());
            case ABSENT -> style.paint(Style.Color.FAINT, level.word());
            case WARNING -> style.paint(Style.Color.WAITING, level.word());
            case FAILED -> style.paint(Style.Color.BAD, level.word());
        };
    }

    private static Map<String, Object> document(Finding finding) {
        var document = new LinkedHashMap<String, Object>();
        document.put("what", finding.what());
        document.put("result", finding.level().word());
        document.put("seen", finding.detail());
        document.put("todo", finding.todo());
        return document;
    }
}
