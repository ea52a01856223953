package io.modeldeployment.e2e.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Calls a server in the two ways in which servers are called: by clients that wait, and by clients that do not. */
final class Load {
    private static final int MAX_CONNECTIONS = 2000;

    private Load() {}

    /** So many clients that each wait for their answer before they ask again. */
    static Sample closed(Contender server, Supplier<byte[]> requests, int clients, Duration length)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + length.toNanos();
        return waiting(server, requests, clients, () -> System.nanoTime() < end);
    }

    /** The same until {@code left} is used up. */
    static Sample counted(Contender server, Supplier<byte[]> requests, int clients, AtomicLong left)
            throws InterruptedException, ExecutionException {
        return waiting(server, requests, clients, () -> left.getAndDecrement() > 0);
    }

    private static Sample waiting(Contender server, Supplier<byte[]> requests, int clients, BooleanSupplier more)
            throws InterruptedException, ExecutionException {
        double cpu = server.cpuSeconds();
        long begun = System.nanoTime();
        List<Sample.Ended> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<List<Sample.Ended>>> results = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                results.add(threads.submit(() -> one(server.port(), requests, more)));
            }
            for (Future<List<Sample.Ended>> result : results) {
                calls.addAll(result.get());
            }
        }
        return new Sample((System.nanoTime() - begun) / 1e9, server.cpuSeconds() - cpu, calls);
    }

    private static List<Sample.Ended> one(int port, Supplier<byte[]> requests, BooleanSupplier more)
            throws IOException {
        List<Sample.Ended> calls = new ArrayList<>();
        HttpConnection connection = new HttpConnection(port);
        try {
            while (more.getAsBoolean()) {
                byte[] request = requests.get();
                long start = System.nanoTime();
                calls.add(new Sample.Ended(connection.call(request), (System.nanoTime() - start) / 1e6));
                if (!connection.isOpen()) {
                    connection.close();
                    connection = new HttpConnection(port);
                }
            }
        } finally {
            connection.close();
        }
        return calls;
    }

    /**
     * Calls at random moments, so many a second on average (a Poisson process), however long the answers take. A call's latency
     * counts from the moment it was due.
     */
    static Sample open(Contender server, Supplier<byte[]> requests, double rate, Duration length, long seed)
            throws InterruptedException {
        Random random = new Random(seed);
        Pool pool = new Pool(server.port());
        List<Sample.Ended> calls = Collections.synchronizedList(new ArrayList<>());
        double cpu = server.cpuSeconds();
        long begun = System.nanoTime();
        List<Long> due = new ArrayList<>();
        for (double at = gap(random, rate); at < length.toNanos(); at += gap(random, rate)) {
            due.add(begun + (long) at);
        }
        CountDownLatch ended = new CountDownLatch(due.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long moment : due) {
                byte[] request = requests.get();
                LockSupport.parkNanos(moment - System.nanoTime());
                threads.submit(() -> {
                    int status = pool.call(request);
                    calls.add(new Sample.Ended(status, (System.nanoTime() - moment) / 1e6));
                    ended.countDown();
                });
            }
            ended.await(1, TimeUnit.MINUTES);
        }
        pool.close();
        return new Sample((System.nanoTime() - begun) / 1e9, server.cpuSeconds() - cpu, calls);
    }

    private static double gap(Random random, double rate) {
        return -Math.log(1 - random.nextDouble()) / rate * 1e9;
    }

    /** Asks for readiness every 20 ms until it is closed. */
    static final class Prober implements AutoCloseable {
        private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        private final Thread thread;

        Prober(Contender server) {
            byte[] request = HttpConnection.request(server.readyPath(), "");
            Pool pool = new Pool(server.port());
            thread = Thread.ofPlatform().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    long start = System.nanoTime();
                    int status = pool.call(request);
                    millis.add(status == 200 ? (System.nanoTime() - start) / 1e6 : Double.POSITIVE_INFINITY);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
                pool.close();
            });
        }

        double p99() {
            return Sample.percentile(List.copyOf(millis), 99);
        }

        @Override
        public void close() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Connections that wait for their next call. */
    private static final class Pool {
        private final int port;
        private final Deque<HttpConnection> idle = new ArrayDeque<>();

        Pool(int port) {
            this.port = port;
        }

        /** The status, or 0 where the connection broke. */
        int call(byte[] request) {
            HttpConnection connection = take();
            try {
                if (connection == null) {
                    connection = new HttpConnection(port);
                }
                int status = connection.call(request);
                give(connection);
                return status;
            } catch (IOException | RuntimeException e) {
                if (connection != null) {
                    connection.close();
                }
                return 0;
            }
        }

        private synchronized HttpConnection take() {
            return idle.pollFirst();
        }

        private synchronized void give(HttpConnection connection) {
            if (connection.isOpen() && idle.size() < MAX_CONNECTIONS) {
                idle.addFirst(connection);
            } else {
                connection.close();
            }
        }

        synchronized void close() {
            idle.forEach(HttpConnection::close);
            idle.clear();
        }
    }
}
