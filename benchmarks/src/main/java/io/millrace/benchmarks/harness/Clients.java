package io.millrace.benchmarks.harness;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that do the same for a while. */
public final class Clients {

    /** What one thread does, again and again. */
    @FunctionalInterface
    public interface Client extends AutoCloseable {
        void once() throws Exception;

        @Override
        default void close() throws SQLException {}
    }

    /** Makes the client of a thread. */
    @FunctionalInterface
    public interface Factory {
        Client create() throws Exception;
    }

    private Clients() {}

    /** How often the clients did it in a second, all together. */
    public static double perSecond(int threads, Duration window, Factory factory) throws Exception {
        CountDownLatch ready = new CountDownLatch(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                rates.add(executor.submit(() -> rate(factory, ready, window)));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        }
    }

    private static double rate(Factory factory, CountDownLatch ready, Duration window) throws Exception {
        Client client;
        try {
            client = factory.create();
        } finally {
            ready.countDown();
        }
        try (client) {
            ready.await();
            long start = System.nanoTime();
            long end = start + window.toNanos();
            long done = 0;
            long now;
            do {
                client.once();
                done++;
                now = System.nanoTime();
            } while (now < end);
            return done * 1e9 / (now - start);
        }
    }
}
