package io.modeldeployment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private static final Duration ENVOYS = Duration.ofHours(1);

    @Test
    void aGatewayClosesItsIdleConnectionsBeforeTheServerDoes() {
        var protocol = new Http11NioProtocol();
        ConnectionLimits.DEFAULT.applyTo(protocol);
        assertTrue(protocol.getKeepAliveTimeout() > ENVOYS.toMillis(), protocol.getKeepAliveTimeout() + " ms");
        assertEquals(
                ConnectionLimits.DEFAULT.headerTimeout().toMillis(),
                protocol.getConnectionTimeout(),
                "who has not sent a request has less time");
    }
}
