package io.modeldeployment.server.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Hands connections on to a server, and cuts one of them once it has let so many bytes of answers through. */
final class CuttingRelay implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int target;
    private final AtomicLong left;

    CuttingRelay(int target, long bytes) throws IOException {
        this.target = target;
        this.left = new AtomicLong(bytes);
        threads.submit(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    boolean hasCut() {
        return left.get() < 0;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                threads.submit(() -> pump(client, server, false));
                threads.submit(() -> pump(server, client, true));
            }
        } catch (IOException e) {
            if (!door.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8_192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers && left.get() >= 0 && left.addAndGet(-length) < 0) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException _) {
            // The other direction closed both.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
