package io.modeldeployment.cli.app;

import io.modeldeployment.cli.render.Style;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The terminal that the process was started from; asks it for its size now and then, since windows are resized. */
final class TerminalScreen implements Screen {
    private static final Size USUAL = new Size(80, 24);
    private static final long SIZE_HOLDS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Map<String, String> environment;
    private final boolean terminal;
    private Size size = USUAL;
    private long askedAt;
    private boolean asked;

    /** {@code terminal} says whether standard output is one: the start script knows. */
    TerminalScreen(Map<String, String> environment, boolean terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    @Override
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public Style style() {
        boolean colors = terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return new Style(colors, locale.contains("utf-8") || locale.contains("utf8"));
    }

    @Override
    public Size size() {
        if (!asked || System.nanoTime() - askedAt > SIZE_HOLDS_NANOS) {
            size = ask();
            askedAt = System.nanoTime();
            asked = true;
        }
        return size;
    }

    private static Size ask() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] numbers = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            int lines = Integer.parseInt(numbers[0]);
            int columns = Integer.parseInt(numbers[1]);
            return lines > 0 && columns > 0 ? new Size(columns, lines) : USUAL;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return USUAL;
        }
    }
}
