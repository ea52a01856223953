package io.modeldeployment.server.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real redis-server on a free port of this machine, which a test may stop, freeze and start again. */
public final class RedisServer implements AutoCloseable {
    private static final String PASSWORD = "a password with spaces: 7";

    private final int port;
    private @Nullable Process process;

    private RedisServer(int port) {
        this.port = port;
    }

    /** Whether the program is installed; Debian's package is {@code redis-server}. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one that keeps everything in memory. */
    public static RedisServer start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RedisServer server = new RedisServer(free.getLocalPort());
            free.close();
            server.startAgain();
            return server;
        }
    }

    /** Starts it on its old port, empty. */
    public void startAgain() throws IOException {
        List<String> command = List.of(
                program().orElseThrow().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--requirepass",
                PASSWORD);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (!answers()) {
            if (!running().isAlive()) {
                throw new IOException("redis-server ended with " + running().exitValue());
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** Where it is, with the password. */
    public RedisEndpoint endpoint() {
        return RedisEndpoint.parse("redis://127.0.0.1:" + port).with(Optional.of(PASSWORD));
    }

    /** The address for a command line. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The password for an environment. */
    public String password() {
        return PASSWORD;
    }

    /** Kills it; its connections are reset. */
    public void kill() throws InterruptedException {
        running().destroyForcibly();
        running().waitFor();
    }

    /** Stops it where it is: connections stay open, and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(running().pid())).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        running().destroyForcibly();
        running().waitFor(10, TimeUnit.SECONDS);
    }
}
