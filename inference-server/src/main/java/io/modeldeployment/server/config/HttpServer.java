package io.modeldeployment.server.config;

import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.web.RequestGate;
import java.util.OptionalInt;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The running HTTP side, with the two things a graceful end needs of it. */
final class HttpServer implements AutoCloseable {
    private final ServletWebServerApplicationContext context;
    private final TomcatWebServer server;

    HttpServer(ServletWebServerApplicationContext context) {
        this.context = context;
        if (!(context.getWebServer() instanceof TomcatWebServer tomcat)) {
            throw new IllegalStateException("the HTTP side did not start Tomcat");
        }
        this.server = tomcat;
    }

    /** The port it listens on. */
    int port() {
        return server.getPort();
    }

    /** The port for operators, where there is one. */
    OptionalInt managementPort() {
        return context.getBean(ManagementPort.class).port();
    }

    /** Requests that have come in and are not answered yet. */
    int requestsUnderWay() {
        return context.getBean(RequestGate.class).underWay();
    }

    /** Stops accepting connections; open ones still get their answers, with {@code Connection: close}. */
    void closeListener() {
        for (Connector connector : server.getTomcat().getService().findConnectors()) {
            connector.getProtocolHandler().closeServerSocketGraceful();
        }
    }

    /** Stops Tomcat and Spring. */
    @Override
    public void close() {
        context.close();
    }
}
