package io.modeldeployment.cli.app;

import io.modeldeployment.cli.ExitCode;
import io.modeldeployment.cli.cluster.Cluster;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.cluster.Scope;
import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Says what the last word of a command line may be, a candidate a line, and on the last line how to take them: what kubectl
 * asks its plugins, and what the completions of this one ask too.
 */
final class Completion {
    /** The first word of the question. */
    static final String ASK = "__complete";

    private static final String NO_FILES = ":4";
    private static final String FILES = ":0";
    private static final Map<String, List<String>> VALUES = Map.of(
            "--output", List.of("json", "yaml", "wide", "name"),
            "--wait", List.of("true", "false"));
    private static final List<String> FILE_FLAGS = List.of("--kubeconfig", "--file");

    private final Surroundings surroundings;
    private final Mdep mdep;
    private final CommandLine line;

    Completion(Surroundings surroundings) {
        this.surroundings = surroundings;
        mdep = new Mdep(surroundings);
        line = new CommandLine(mdep).setUnmatchedArgumentsAllowed(true);
    }

    /** Answers for a command line whose last word is to be completed; never fails, since nobody would see why. */
    int answer(List<String> words) {
        String last = words.isEmpty() ? "" : words.getLast();
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        CommandSpec verb = verb(before);
        Optional<OptionSpec> flag = before.isEmpty() ? Optional.empty() : flag(verb, before.getLast());
        if (flag.isPresent() && FILE_FLAGS.contains(flag.get().longestName())) {
            return say(List.of(), FILES);
        }
        List<String> candidates = flag.isPresent() ? values(flag.get(), before) : words(verb, before, last);
        return say(candidates.stream().filter(word -> word.startsWith(last)).toList(), NO_FILES);
    }

    private int say(List<String> candidates, String directive) {
        candidates.forEach(surroundings.out()::println);
        surroundings.out().println(directive);
        surroundings.out().flush();
        return ExitCode.DONE.number();
    }

    private CommandSpec verb(List<String> before) {
        return before.stream()
                .map(line.getSubcommands()::get)
                .filter(found -> found != null)
                .findFirst()
                .orElse(line)
                .getCommandSpec();
    }

    /** The flag that {@code word} is, if a value has to follow it. */
    private static Optional<OptionSpec> flag(CommandSpec verb, String word) {
        return verb.options().stream()
                .filter(option ->
                        option.arity().min() > 0 && List.of(option.names()).contains(word))
                .findFirst();
    }

    private List<String> words(CommandSpec verb, List<String> before, String last) {
        if (last.startsWith("-")) {
            return verb.options().stream().map(OptionSpec::longestName).sorted().toList();
        }
        if (verb == line.getCommandSpec()) {
            return line.getSubcommands().values().stream()
                    .map(CommandLine::getCommandName)
                    .distinct()
                    .toList();
        }
        if (verb.positionalParameters().isEmpty() || positionals(verb, before) > 0) {
            return List.of();
        }
        var candidates = verb.positionalParameters().getFirst().completionCandidates();
        if (candidates != null) {
            var words = new ArrayList<String>();
            candidates.forEach(words::add);
            return words;
        }
        return names(before);
    }

    private static int positionals(CommandSpec verb, List<String> before) {
        int count = -1; // the verb itself
        for (int i = 0; i < before.size(); i++) {
            boolean value = i > 0 && flag(verb, before.get(i - 1)).isPresent();
            if (!value && !before.get(i).startsWith("-")) {
                count++;
            }
        }
        return count;
    }

    private List<String> values(OptionSpec flag, List<String> before) {
        return switch (flag.longestName()) {
            case "--namespace" -> asked(before, cluster -> cluster.list(Kind.NAMESPACE, everywhere(), Fields::name));
            default -> VALUES.getOrDefault(flag.longestName(), List.of());
        };
    }

    private List<String> names(List<String> before) {
        return asked(
                before,
                cluster -> cluster.list(
                        Kind.MODEL_DEPLOYMENT, Scope.in(Optional.of(mdep.namespace(cluster))), Fields::name));
    }

    private static Scope everywhere() {
        return Scope.in(Optional.empty());
    }

    /** What a cluster is asked. */
    private interface Question {
        List<String> ask(Cluster cluster);
    }

    private List<String> asked(List<String> before, Question question) {
        try {
            line.parseArgs(before.toArray(String[]::new));
        } catch (ParameterException e) {
            // It is not finished yet; the flags that are there have been read.
        }
        try (Cluster cluster = mdep.open()) {
            return question.ask(cluster);
        } catch (RuntimeException e) {
            return List.of();
        }
    }
}
