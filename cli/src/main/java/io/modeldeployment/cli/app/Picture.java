package io.modeldeployment.cli.app;

import io.modeldeployment.cli.render.Style;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A picture on a terminal that is drawn again in its place. */
final class Picture implements AutoCloseable {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";

    private final PrintWriter out;
    private final Screen screen;
    private final Thread restore = new Thread(this::showCursor, "show-cursor");
    private int drawn;

    /** On {@code screen}, whose bytes go to {@code out}. */
    Picture(PrintWriter out, Screen screen) {
        this.out = out;
        this.screen = screen;
        Runtime.getRuntime().addShutdownHook(restore);
        out.print(HIDE_CURSOR);
    }

    /** Draws {@code lines} where the last picture was, cut to what the terminal has room for. */
    void draw(List<String> lines) {
        Screen.Size size = screen.size();
        Style style = screen.style();
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append('\r');
        List<String> shown = fitting(lines, size.lines() - 1);
        shown.forEach(line ->
                text.append(style.cut(line, size.columns())).append(TO_LINE_END).append('\n'));
        out.print(text.append(TO_SCREEN_END));
        out.flush();
        drawn = shown.size();
    }

    private List<String> fitting(List<String> lines, int room) {
        if (lines.size() <= room) {
            return lines;
        }
        int shown = Math.max(1, room - 1);
        var cut = new ArrayList<>(lines.subList(0, shown));
        cut.add((lines.size() - shown) + " more lines: make the window higher");
        return cut;
    }

    private void showCursor() {
        out.print(SHOW_CURSOR);
        out.flush();
    }

    @Override
    public void close() {
        showCursor();
        try {
            Runtime.getRuntime().removeShutdownHook(restore);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook does it.
        }
    }
}
