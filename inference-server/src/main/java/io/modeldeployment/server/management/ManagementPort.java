package io.modeldeployment.server.management;

import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;

/** The port for operators and scrapers, where there is one. */
public final class ManagementPort {
    private final OptionalInt wanted;
    private final AtomicReference<@Nullable Connector> connector = new AtomicReference<>();

    /** @param wanted the port, 0 for any free one, empty for none */
    public ManagementPort(OptionalInt wanted) {
        this.wanted = wanted;
    }

    /** The port to listen on, 0 for any free one; empty where there is to be none. */
    public OptionalInt wanted() {
        return wanted;
    }

    /** What listens on it. */
    public void listensOn(Connector listener) {
        connector.set(listener);
    }

    /** The port that it listens on; empty before it does, and where there is none. */
    public OptionalInt port() {
        Connector listener = connector.get();
        return listener == null || listener.getLocalPort() < 1
                ? OptionalInt.empty()
                : OptionalInt.of(listener.getLocalPort());
    }

    /** Whether a request came in on it. */
    public boolean received(HttpServletRequest request) {
        OptionalInt port = port();
        return port.isPresent() && port.getAsInt() == request.getLocalPort();
    }
}
