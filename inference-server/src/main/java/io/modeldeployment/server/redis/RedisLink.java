package io.modeldeployment.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis that nobody waits for longer than {@link #PATIENCE}.
 *
 * <p>After {@link #FAILURES} failures in a row Redis is left out for {@link #REST}, and the connection is given up with what
 * hangs in it: one whose other end has gone without a word would stay silent for a quarter of an hour. Then one caller tries a
 * new one. Lettuce's own reconnecting is off, so that there is one rule and not two. Safe for use by several threads.
 */
public final class RedisLink implements AutoCloseable {
    /** The longest that a request waits for Redis, connecting included. */
    public static final Duration PATIENCE = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger("modelserver");
    private static final int FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);
    /** Netty's least; one connection needs no more. */
    private static final int THREADS = 2;
    /** Commands that may be on their way without anybody waiting for them. */
    private static final int MAX_SENT = 1024;

    private final RedisEndpoint endpoint;
    private final ClientResources resources;
    private final RedisClient client;
    private final Circuit circuit = new Circuit(FAILURES, REST, System::nanoTime);
    private final Semaphore sendable = new Semaphore(MAX_SENT);
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
    private final Object lock = new Object();
    private @Nullable CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection;

    /** A command or a chain of them. */
    public interface Call<T> {
        /** Sends it; the stage completes with the answer. */
        CompletionStage<? extends T> on(StatefulRedisConnection<byte[], byte[]> connection);
    }

    private RedisLink(RedisEndpoint endpoint) {
        this.endpoint = endpoint;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        this.client = RedisClient.create(resources, address(endpoint));
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .requestQueueSize(2 * MAX_SENT)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build())
                .timeoutOptions(TimeoutOptions.create())
                .build());
    }

    private static RedisURI address(RedisEndpoint endpoint) {
        RedisURI.Builder uri = RedisURI.builder()
                .withHost(endpoint.host())
                .withPort(endpoint.port())
                .withSsl(endpoint.tls())
                .withDatabase(endpoint.database())
                .withTimeout(CONNECT_TIMEOUT)
                .withClientName("modelserver");
        endpoint.password().ifPresent(password -> {
            if (endpoint.user().isPresent()) {
                uri.withAuthentication(endpoint.user().get(), password.toCharArray());
            } else {
                uri.withPassword(password.toCharArray());
            }
        });
        return uri.build();
    }

    /** Opens a link; begins to connect and does not wait for it. */
    public static RedisLink open(RedisEndpoint endpoint) {
        RedisLink link = new RedisLink(endpoint);
        link.connection();
        return link;
    }

    /**
     * Asks and waits.
     *
     * @throws RedisUnavailableException when there is no answer within {@link #PATIENCE}
     */
    public <T> T ask(Call<T> call) {
        return ask(call, PATIENCE);
    }

    /** Asks and waits for a time of the caller's choice; for work that no request waits for. */
    public <T> T ask(Call<T> call, Duration patience) {
        if (!circuit.mayTry()) {
            throw new RedisUnavailableException("it is left out after failures", null);
        }
        long end = System.nanoTime() + patience.toNanos();
        try {
            T answer = await(call.on(await(connection(), end)).toCompletableFuture(), end);
            circuit.succeeded();
            return answer;
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private static <T> T await(CompletableFuture<T> future, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /**
     * Sends something and waits for nothing. What fails is lost, and so is what comes when too much is under way already.
     *
     * @return whether it was sent
     */
    public boolean send(Call<?> call) {
        CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection();
        if (!current.isDone() || current.isCompletedExceptionally() || !sendable.tryAcquire()) {
            return false;
        }
        try {
            call.on(current.join()).whenComplete((_, _) -> sendable.release());
            return true;
        } catch (RedisException _) {
            sendable.release();
            return false;
        }
    }

    /** The connection, or the attempt to get one; a closed one is replaced. */
    private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection() {
        synchronized (lock) {
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection;
            if (current == null
                    || current.isCompletedExceptionally()
                    || current.isDone() && !current.join().isOpen()) {
                current = client.connectAsync(ByteArrayCodec.INSTANCE, address(endpoint))
                        .toCompletableFuture();
                connection = current;
            }
            return current;
        }
    }

    private RedisUnavailableException failed(Throwable cause) {
        if (circuit.failed()) {
            giveUpConnection();
        }
        String reason = cause instanceof TimeoutException
                ? "no answer within " + PATIENCE.toMillis() + " ms"
                : cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        warn(reason);
        return new RedisUnavailableException(reason, cause);
    }

    private void giveUpConnection() {
        synchronized (lock) {
            CompletableFuture<StatefulRedisConnection<byte[], byte[]>> current = connection;
            if (current != null && current.isDone()) {
                connection = null;
                current.thenAccept(StatefulRedisConnection::closeAsync);
            }
        }
    }

    private void warn(String reason) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + WARNING_PAUSE.toNanos())) {
            LOG.warn("Redis at {} cannot be used ({}); going on without it until it answers again", endpoint, reason);
        }
    }

    /** Closes the connection and ends its threads. */
    @Override
    public void close() {
        client.shutdown(Duration.ZERO, CONNECT_TIMEOUT);
        resources.shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
