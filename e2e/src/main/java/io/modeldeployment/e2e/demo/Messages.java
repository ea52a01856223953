package io.modeldeployment.e2e.demo;

import io.modeldeployment.e2e.watch.Sighting;

/** Prints what the operator says whenever it says something new. */
final class Messages {
    private final Terminal terminal;
    private String last = "";

    Messages(Terminal terminal) {
        this.terminal = terminal;
    }

    synchronized void show(Sighting sighting) {
        String message = sighting.message();
        if (!message.equals(last)) {
            last = message;
            terminal.aside("  " + message);
        }
    }
}
