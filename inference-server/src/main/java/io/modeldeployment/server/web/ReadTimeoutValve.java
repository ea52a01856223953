package io.modeldeployment.server.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Lets filters say how long the next read of the body may take, which servlets cannot. */
final class ReadTimeoutValve extends ValveBase {
    /** The request attribute: takes milliseconds. */
    static final String ATTRIBUTE = ReadTimeoutValve.class.getName();

    ReadTimeoutValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getCoyoteRequest().getNote(BoundedHttpProtocol.SOCKET_NOTE)
                instanceof SocketWrapperBase<?> socket) {
            LongConsumer setTimeout = socket::setReadTimeout;
            request.setAttribute(ATTRIBUTE, setTimeout);
        }
        getNext().invoke(request, response);
    }
}
