package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.LiveTree;
import io.modeldeployment.cli.cluster.ReportCollection;
import io.modeldeployment.cli.render.Style;
import io.modeldeployment.cli.render.TreePage;
import io.modeldeployment.cli.report.Bundle;
import io.modeldeployment.cli.view.RolloutTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a bundle for somebody who cannot look at the cluster. */
@Command(
        name = "report",
        description = "Writes a zip with resource, revisions, pods, events, logs and metrics, without secrets.")
final class ReportCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Where to write it; without it, NAME-report-TIME.zip here.")
    private @Nullable Path file;

    @Option(names = "--no-logs", description = "Leaves logs out: they may hold what clients sent.")
    private boolean noLogs;

    @Override
    public Integer call() {
        Format format = output.of(Format.JSON, Format.YAML);
        try (Cluster cluster = mdep.open()) {
            String namespace = mdep.namespace(cluster);
            String wanted = Mdep.name(name);
            RolloutTree tree =
                    LiveTree.once(cluster, namespace, wanted).orElseThrow(() -> GetCommand.missing(wanted, namespace));
            Bundle bundle = new ReportCollection(cluster, namespace, wanted)
                    .collect(tree.rollout().object(), !noLogs);
            bundle.put("rollout.txt", text(new TreePage(tree, Style.PLAIN, mdep.now()).lines()));
            bundle.put(
                    "check.txt",
                    text(CheckCommand.lines(CheckCommand.findings(mdep, cluster, Optional.of(wanted)), Style.PLAIN)));
            Path target = Optional.ofNullable(file)
                    .orElseGet(() -> Path.of(wanted + "-report-" + STAMP.format(mdep.now()) + ".zip"));
            say(format, target, write(target, bundle.files(), mdep.now()), bundle.missing());
            return ExitCode.DONE.number();
        }
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static List<String> write(Path target, Map<String, String> files, Instant now) {
        var written = new ArrayList<String>();
        try (var zip = new ZipOutputStream(Files.newOutputStream(target, StandardOpenOption.CREATE_NEW))) {
            for (var entry : files.entrySet()) {
                byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
                var header = new ZipEntry("report/" + entry.getKey());
                header.setTime(now.toEpochMilli());
                zip.putNextEntry(header);
                zip.write(bytes);
                zip.closeEntry();
                written.add(entry.getKey());
            }
            return written;
        } catch (FileAlreadyExistsException e) {
            throw Failure.refused(target + " is there already: write another name with --file");
        } catch (IOException e) {
            throw Failure.refused("cannot write " + target + ": " + e.getMessage());
        }
    }

    private void say(Format format, Path target, List<String> files, List<String> missing) {
        if (format.isForPrograms()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("file", target.toString());
            document.put("files", files);
            document.put("missing", missing);
            mdep.print(List.of(Documents.of(format, document)));
            return;
        }
        var lines = new ArrayList<String>();
        lines.add("Wrote " + target + ":");
        files.forEach(written -> lines.add("  " + written));
        if (!missing.isEmpty()) {
            lines.add("Not to be had:");
            missing.forEach(reason -> lines.add("  " + reason));
        }
        lines.add(
                noLogs ? "No Secret was read." : "No Secret was read; logs may hold what clients sent, so look first.");
        mdep.print(lines);
    }
}
