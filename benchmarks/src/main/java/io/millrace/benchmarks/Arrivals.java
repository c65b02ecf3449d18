package io.millrace.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Sends at a steady rate and takes the time from each commit to its arrival. */
final class Arrivals {

    private static final int THREADS = 4;
    private static final int PER_SECOND = 500;
    private static final long PATIENCE_SECONDS = 60;

    private final Map<String, Long> committed = new ConcurrentHashMap<>();
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final CountDownLatch missing;
    private final AtomicInteger next = new AtomicInteger();
    private final String run;
    private final int messages;

    Arrivals(String run, Duration window) {
        this.run = run;
        this.messages = (int) Math.max(10, PER_SECOND * window.toMillis() / 1_000);
        this.missing = new CountDownLatch(messages);
    }

    /** Says that a message is here. Those of other runs are ignored. */
    void arrived(String key) {
        if (key.startsWith(run) && arrived.putIfAbsent(key, System.nanoTime()) == null) {
            missing.countDown();
        }
    }

    /**
     * Commits messages evenly over time and waits for all.
     *
     * @param commit gets a key, and returns as soon as the message is committed
     */
    double[] millisSorted(Consumer<String> commit) throws InterruptedException, ExecutionException {
        try (ScheduledExecutorService senders = Executors.newScheduledThreadPool(THREADS)) {
            ScheduledFuture<?>[] running = new ScheduledFuture<?>[THREADS];
            long period = TimeUnit.SECONDS.toMicros(THREADS) / PER_SECOND;
            for (int i = 0; i < THREADS; i++) {
                long first = i * period / THREADS;
                running[i] = senders.scheduleAtFixedRate(() -> send(commit), first, period, TimeUnit.MICROSECONDS);
            }
            boolean complete = missing.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (ScheduledFuture<?> sender : running) {
                sender.cancel(false);
            }
            if (!complete) {
                throw new IllegalStateException(
                        "%d of %d messages did not arrive".formatted(missing.getCount(), messages));
            }
        }
        return latencies();
    }

    private void send(Consumer<String> commit) {
        int number = next.getAndIncrement();
        if (number < messages) {
            String key = run + "-" + number;
            commit.accept(key);
            committed.put(key, System.nanoTime());
        }
    }

    /** One that was handled before its sender came to look at the clock took no time. */
    private double[] latencies() {
        double[] millis = committed.entrySet().stream()
                .mapToDouble(sent -> Math.max(0, arrived.getOrDefault(sent.getKey(), 0L) - sent.getValue()) / 1e6)
                .toArray();
        Arrays.sort(millis);
        return millis;
    }
}
