package io.modeldeployment.server.web;

import java.nio.channels.SocketChannel;
import java.util.Comparator;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Closes the connections that have been silent for longest when there are nearly as many as there may be. Otherwise whoever opens
 * enough of them and says nothing would keep everybody else waiting for a connection, health probes included.
 */
final class ReclaimingEndpoint extends NioEndpoint {
    /** Closing a tenth at a time makes the search for the oldest cheap. */
    private static final int PART = 10;

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        int part = Math.max(1, getMaxConnections() / PART);
        if (getMaxConnections() > 0 && getConnectionCount() > getMaxConnections() - part) {
            reclaim(part);
        }
        return super.setSocketOptions(socket);
    }

    private void reclaim(int count) {
        getConnections().stream()
                .sorted(Comparator.comparingLong(ReclaimingEndpoint::lastRead))
                .filter(ReclaimingEndpoint::closeIfIdle)
                .limit(count)
                .forEach(_ -> {});
    }

    private static long lastRead(SocketWrapperBase<NioChannel> connection) {
        return connection instanceof NioSocketWrapper nio ? nio.getLastRead() : Long.MAX_VALUE;
    }

    /** Whoever works on a connection holds its lock. */
    private static boolean closeIfIdle(SocketWrapperBase<NioChannel> connection) {
        if (!connection.getLock().tryLock()) {
            return false;
        }
        try {
            boolean open = !connection.isClosed();
            connection.close();
            return open;
        } finally {
            connection.getLock().unlock();
        }
    }
}
