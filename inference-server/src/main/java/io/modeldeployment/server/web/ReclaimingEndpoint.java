package io.modeldeployment.server.web;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.List;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Closes idle connections when there are nearly as many as there may be: those that never sent a whole request, the most silent
 * first, and others only when there is no other room. Otherwise whoever opens enough of them and says nothing would keep everybody else
 * waiting for a connection, health probes included.
 */
final class ReclaimingEndpoint extends NioEndpoint {
    /** Closing a tenth at a time makes the search for the oldest cheap. */
    private static final int PART = 10;

    /** A channel that knows whether it has brought a request. Channels are used again for other connections. */
    private static final class MarkedChannel extends NioChannel {
        private volatile boolean served;

        MarkedChannel(SocketBufferHandler buffers) {
            super(buffers);
        }

        @Override
        public void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
            served = false;
            super.reset(channel, wrapper);
        }
    }

    @Override
    protected NioChannel createChannel(SocketBufferHandler buffers) {
        return new MarkedChannel(buffers);
    }

    /** Remembers that a connection has brought a request. */
    static void served(SocketWrapperBase<?> connection) {
        if (connection.getSocket() instanceof MarkedChannel channel) {
            channel.served = true;
        }
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        int part = Math.max(1, getMaxConnections() / PART);
        if (getConnectionCount() > getMaxConnections() - part
                && reclaim(part, false) == 0
                && getConnectionCount() >= getMaxConnections()) {
            reclaim(part, true);
        }
        return super.setSocketOptions(socket);
    }

    /** Closes so many idle connections at most, the most silent ones first; says how many. */
    private long reclaim(int count, boolean served) {
        List<SocketWrapperBase<NioChannel>> closed = getConnections().stream()
                .filter(connection -> isServed(connection) == served)
                .sorted(Comparator.comparingLong(ReclaimingEndpoint::lastRead))
                .filter(ReclaimingEndpoint::closeIfIdle)
                .limit(count)
                .toList();
        return closed.size();
    }

    private static boolean isServed(SocketWrapperBase<NioChannel> connection) {
        return connection.getSocket() instanceof MarkedChannel channel && channel.served;
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
