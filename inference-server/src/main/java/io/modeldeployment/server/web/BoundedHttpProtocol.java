package io.modeldeployment.server.web;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1 with a bound on the whole of a header. Tomcat itself bounds the wait for the next byte alone, so that a
 * client with a byte every few seconds could stay for ever. {@link ConnectionLimits} says how long; {@link ReclaimingEndpoint} how
 * many.
 */
public final class BoundedHttpProtocol extends Http11NioProtocol {
    /** Where a request's socket is found; Tomcat itself uses the first two of 32 notes. */
    static final int SOCKET_NOTE = 30;

    /** Made by Tomcat, by name. */
    public BoundedHttpProtocol() {
        super(new ReclaimingEndpoint());
    }

    @Override
    protected Processor createProcessor() {
        return new TimedProcessor(this, getAdapter());
    }

    private static final class TimedProcessor extends Http11Processor {
        private final AbstractHttp11Protocol<?> protocol;

        TimedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
            super(protocol, adapter);
            this.protocol = protocol;
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            request.setNote(SOCKET_NOTE, socket);
            SocketState state = super.service(socket);
            request.setNote(SOCKET_NOTE, null);
            if (state == SocketState.OPEN) {
                ReclaimingEndpoint.served(socket);
            }
            return state == SocketState.LONG && !isAsync() ? awaitRestOfHeader(socket) : state;
        }

        /** Lets the poller wait for the rest of a header no longer than it may take altogether. */
        private SocketState awaitRestOfHeader(SocketWrapperBase<?> socket) {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getStartTimeNanos());
            long left = protocol.getConnectionTimeout() - took;
            if (left <= 0) {
                return SocketState.CLOSED;
            }
            socket.setReadTimeout(left);
            return SocketState.LONG;
        }
    }
}
