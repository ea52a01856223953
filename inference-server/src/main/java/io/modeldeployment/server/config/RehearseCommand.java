package io.modeldeployment.server.config;

import io.modeldeployment.server.rehearsal.RandomClassifier;
import io.modeldeployment.server.rehearsal.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code modelserver rehearse}: the server starts, answers a few calls of its own and ends, so that the JVM can write
 * down what later starts need. Meant for the launcher, which says where.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Records a start of the server in its installation, to make the next ones faster.")
public final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        RandomClassifier model = RandomClassifier.write();
        ServeCommand serve = new ServeCommand();
        new CommandLine(serve)
                .parseArgs(
                        "--model",
                        model.directory().toString(),
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--management-port",
                        "0",
                        "--device",
                        "cpu",
                        "--drain-seconds",
                        "0");
        return new ModelServerProcess(serve.options()).run(port -> finish(model, port));
    }

    private static void finish(RandomClassifier model, int port) {
        try (model) {
            Visit.pay(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The end that a signal brings.
        System.exit(0);
    }
}
