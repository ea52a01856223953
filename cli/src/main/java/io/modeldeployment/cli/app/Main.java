package io.modeldeployment.cli.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** The process: takes terminal, clock and environment, and ends with the code of the command. */
public final class Main {
    private Main() {}

    /** Runs the command line; the start script says by a property whether standard output is a terminal. */
    public static void main(String[] arguments) {
        boolean terminal = Boolean.getBoolean("mdep.terminal");
        var surroundings = new Surroundings(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Clock.systemUTC(),
                new TerminalScreen(System.getenv(), terminal),
                Connection::open);
        int code = Mdep.run(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(code);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        OutputStream stream = new FileOutputStream(descriptor);
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
    }
}
