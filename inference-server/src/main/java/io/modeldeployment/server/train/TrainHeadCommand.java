package io.modeldeployment.server.train;

import io.modeldeployment.server.model.ModelFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code modelserver train-head}: from an encoder and labelled mails to a classifier that the server loads. */
@Command(
        name = "train-head",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a ham/spam classifier on a frozen BERT encoder and writes it as a Hugging Face directory.",
            "A fifth of the mails, chosen by their content and the seed, is never trained on; the result is measured on it."
        })
public final class TrainHeadCommand implements Callable<Integer> {
    private static final int MIN_MAILS = 20;
    private static final int MIN_TOKENS = 8;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face directory of a BERT encoder")
    private Path encoder = Path.of("");

    @Option(
            names = "--corpus",
            required = true,
            paramLabel = "DIR",
            description =
                    "directory of *.txt mails, ham and spam in directories named so, such as easy-ham-1 and spam-2")
    private Path corpus = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "where to write the classifier")
    private Path output = Path.of("");

    @Option(
            names = "--train-size",
            paramLabel = "N",
            description = "mails to train on, at least 20 (default: all that are not for the test)")
    private @Nullable Integer trainSize;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description =
                    "how many of the encoder's first layers to keep (default: all but the last); a layer that averages over"
                            + " all tokens follows them, since a sentence encoder's first token alone tells little")
    private @Nullable Integer layers;

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "128",
            description = "tokens a mail is cut to, in training and in serving (default: ${DEFAULT-VALUE})")
    private int maxLength;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "60",
            description =
                    "most passes over the training mails; fewer where held-out mails stop gaining (default: ${DEFAULT-VALUE})")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "3e-4",
            description = "Adam's step (default: ${DEFAULT-VALUE})")
    private float learningRate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "decides the split and the training (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--feature-cache",
            paramLabel = "DIR",
            description = "keep the encoder's output here, so that another head on the same encoder costs seconds")
    private @Nullable Path featureCache;

    @Option(
            names = "--test-mails",
            paramLabel = "FILE",
            description =
                    "also write the mails that were held out for the test, a JSON object with text and label a line")
    private @Nullable Path testMails;

    /**
     * Trains, measures and writes.
     *
     * @return the exit status: 0, or 1 where an input is wrong or a file cannot be read or written
     */
    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = validated();
        PrintWriter out = command.commandLine().getOut();
        try {
            new TrainingRun(settings(), line -> {
                        out.println(line);
                        out.flush();
                    })
                    .run();
            return 0;
        } catch (TrainingException | ModelFormatException e) {
            return failed(command, e.getMessage());
        } catch (IOException e) {
            return failed(command, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private TrainingRun.Settings settings() {
        return new TrainingRun.Settings(
                new TrainingRun.Places(encoder, corpus, output, featureCache, testMails),
                new TrainingRun.Shape(layers, maxLength),
                trainSize,
                new TrainingRun.Fitting(epochs, learningRate, seed));
    }

    private CommandSpec validated() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("picocli fills the command's own description in before it calls");
        }
        require(command, Files.isDirectory(encoder), "--encoder " + encoder + ": is no directory");
        require(command, Files.isDirectory(corpus), "--corpus " + corpus + ": is no directory");
        require(command, !Files.isRegularFile(output), "--output " + output + ": is a file, not a directory");
        require(
                command,
                trainSize == null || trainSize >= MIN_MAILS,
                "--train-size " + trainSize + ": must be at least " + MIN_MAILS);
        require(command, maxLength >= MIN_TOKENS, "--max-length " + maxLength + ": must be at least " + MIN_TOKENS);
        require(command, layers == null || layers >= 1, "--layers " + layers + ": must be at least 1");
        require(command, epochs >= 1, "--epochs " + epochs + ": must be at least 1");
        require(
                command,
                learningRate > 0 && Float.isFinite(learningRate),
                "--learning-rate " + learningRate + ": must be above 0");
        return command;
    }

    private static void require(CommandSpec command, boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    private static int failed(CommandSpec command, @Nullable String message) {
        PrintWriter err = command.commandLine().getErr();
        err.println("modelserver train-head: " + message);
        err.flush();
        return 1;
    }
}
