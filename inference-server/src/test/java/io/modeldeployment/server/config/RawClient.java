package io.modeldeployment.server.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that minds no rule of HTTP: bytes out, bytes in. */
final class RawClient implements AutoCloseable {
    private static final int PAUSE_MILLIS = 40;

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    RawClient send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException _) {
            // The server has closed already; what it said is still to be read.
        }
        return this;
    }

    RawClient send(String text) throws IOException {
        return send(bytes(text));
    }

    /** Says that nothing more will come, and reads until the server closes. */
    String end() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException _) {
            // Closed by the server.
        }
        return untilClosed();
    }

    /** Reads until the server closes, and sends nothing. */
    String untilClosed() throws IOException {
        socket.setSoTimeout(0);
        while (readSome()) {
            continue;
        }
        return said();
    }

    /** Goes on sending one byte at a time, often enough for every limit on a single read, until the server closes. */
    String dripUntilClosed(String drop) throws IOException {
        socket.setSoTimeout(PAUSE_MILLIS);
        byte[] bytes = bytes(drop);
        for (int i = 0; ; i++) {
            send(new byte[] {bytes[i % bytes.length]});
            try {
                if (!readSome()) {
                    return said();
                }
            } catch (SocketTimeoutException _) {
                continue;
            }
        }
    }

    private boolean readSome() throws IOException {
        byte[] buffer = new byte[8192];
        try {
            int count = socket.getInputStream().read(buffer);
            if (count > 0) {
                received.write(buffer, 0, count);
            }
            return count >= 0;
        } catch (SocketException _) {
            return false;
        }
    }

    private String said() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
