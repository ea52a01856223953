package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.Failure;
import io.modeldeployment.cli.action.Request;
import io.modeldeployment.cli.action.Verb;
import io.modeldeployment.cli.cluster.ActionDelivery;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.view.Fields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What all verbs that act on a rollout share: they write an action, wait for the answer and say it. */
abstract class ActCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Mdep mdep;

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Parameters(paramLabel = "NAME", description = "The ModelDeployment.")
    @SuppressWarnings("NullAway.Init") // required
    private String name;

    @Option(names = "--replace", description = "Takes the place of an action that the operator has not answered yet.")
    private boolean replace;

    abstract Verb verb();

    @Override
    public Integer call() throws InterruptedException {
        Format format = output.of(Format.JSON, Format.YAML);
        Duration longest = waiting.timeout();
        try (Cluster cluster = mdep.open()) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("name", Mdep.name(name));
            told.put("namespace", mdep.namespace(cluster));
            told.put("verb", verb().word());
            try {
                return act(new ActionDelivery(cluster, mdep.namespace(cluster), Mdep.name(name)), longest, told);
            } catch (Failure failure) {
                told.put("result", failure.code() == ExitCode.TIMED_OUT ? "unanswered" : "refused");
                told.put("message", failure.getMessage());
                throw failure;
            } finally {
                say(format, told);
            }
        }
    }

    private int act(ActionDelivery delivery, Duration longest, Map<String, Object> told) throws InterruptedException {
        Request request = delivery.send(verb(), UUID.randomUUID().toString().substring(0, 8), replace);
        told.put("revision", request.revision());
        request.step().ifPresent(step -> told.put("step", step));
        told.put("id", request.id());
        if (!waiting.isWanted()) {
            told.put("result", "sent");
            told.put("message", "revision " + request.revision() + " is meant");
            return ExitCode.DONE.number();
        }
        Fields answer = delivery.answer(request, longest);
        String message = answer.text("message").orElse("");
        if (!answer.isTrue("accepted")) {
            throw Failure.refused(verb().word() + " was refused: " + message);
        }
        told.put("result", "accepted");
        told.put("message", message);
        answer.text("time").ifPresent(time -> told.put("time", time));
        return ExitCode.DONE.number();
    }

    /** Failures are said as every other one is; here they are only written for programs. */
    private void say(Format format, Map<String, Object> told) {
        Object result = told.get("result");
        if (format.isForPrograms() && result != null) {
            mdep.print(List.of(Documents.of(format, told)));
        } else if ("accepted".equals(result) || "sent".equals(result)) {
            mdep.print(List.of(
                    "mdep/" + told.get("name") + ": " + verb().word() + " " + result + ": " + told.get("message")));
        }
    }

    @Command(
            name = "promote",
            description = "Ends the current pause of a rollout, or with --full skips what is left of it.")
    static final class Promote extends ActCommand {
        @Option(
                names = "--full",
                description = "Skips what is left of the steps; the candidate still has to be proven at full strength.")
        private boolean full;

        @Override
        Verb verb() {
            return full ? Verb.PROMOTE_FULL : Verb.PROMOTE;
        }
    }

    @Command(name = "abort", description = "Takes the candidate back: all traffic returns to the stable revision.")
    static final class Abort extends ActCommand {
        @Override
        Verb verb() {
            return Verb.ABORT;
        }
    }

    @Command(name = "retry", description = "Tries an aborted revision again, from the first step.")
    static final class Retry extends ActCommand {
        @Override
        Verb verb() {
            return Verb.RETRY;
        }
    }

    @Command(name = "pause", description = "Holds a rollout where it is.")
    static final class Pause extends ActCommand {
        @Override
        Verb verb() {
            return Verb.PAUSE;
        }
    }

    @Command(name = "resume", description = "Lets a rollout go on after pause; ends a pause step too.")
    static final class Resume extends ActCommand {
        @Override
        Verb verb() {
            return Verb.RESUME;
        }
    }
}
