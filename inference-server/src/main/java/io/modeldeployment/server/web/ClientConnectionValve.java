package io.modeldeployment.server.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Gives every request its {@link ClientConnection}, which Tomcat keeps from servlets. */
final class ClientConnectionValve extends ValveBase {
    ClientConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getCoyoteRequest().getNote(BoundedHttpProtocol.SOCKET_NOTE)
                instanceof SocketWrapperBase<?> socket) {
            request.setAttribute(ClientConnection.ATTRIBUTE, new TomcatConnection(socket));
        }
        getNext().invoke(request, response);
    }

    private record TomcatConnection(SocketWrapperBase<?> socket) implements ClientConnection {
        @Override
        public void setReadTimeout(long millis) {
            socket.setReadTimeout(millis);
        }

        /** Reads into the buffer that Tomcat itself reads from next, so that a request sent ahead is not lost. */
        @Override
        public boolean isClosed() {
            try {
                boolean _ = socket.isReadyForRead();
                return false;
            } catch (IOException _) {
                return true;
            }
        }
    }
}
