package io.modeldeployment.cli.app;

import io.modeldeployment.cli.render.Style;

/** Where the picture goes: a terminal that can be drawn on again, or a file or pipe that only grows. */
interface Screen {
    /** Whether what was written can be overwritten. */
    boolean isTerminal();

    /** Columns and lines of a terminal. */
    Size size();

    /** Whether there are colours and more than ASCII. */
    Style style();

    /** Columns and lines. */
    record Size(int columns, int lines) {}

    /** For output that is read by programs. */
    static Screen plain() {
        return new Fixed(false, new Size(Integer.MAX_VALUE, Integer.MAX_VALUE), Style.PLAIN);
    }

    /** One that does not change. */
    record Fixed(boolean isTerminal, Size size, Style style) implements Screen {}
}
