package io.millrace.spring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts relays, projections and consumers once everything else is there, and stops them first, all at once. */
final class MillraceLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MillraceLifecycle.class);
    /** Longer than a consumer takes to hand its partitions over: what it has at hand must not lose its database. */
    static final Duration PATIENCE = Duration.ofMillis(3_200);

    private final List<Runners> runners;
    private final List<AutoCloseable> running = new ArrayList<>();
    private volatile boolean started;

    MillraceLifecycle(List<Runners> runners) {
        this.runners = runners;
    }

    @Override
    public synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        runners.forEach(kind -> running.addAll(kind.start()));
    }

    @Override
    public synchronized void stop() {
        CountDownLatch open = new CountDownLatch(running.size());
        for (AutoCloseable one : running) {
            Thread.ofVirtual().name("millrace-stop").start(() -> close(one, open));
        }
        running.clear();
        started = false;
        try {
            if (!open.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.info("the application stops while {} of its relays and consumers are still busy", open.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable one, CountDownLatch open) {
        try {
            one.close();
        } catch (Exception e) {
            log.warn("{} did not stop in order: {}", one.getClass().getSimpleName(), e.toString());
        } finally {
            open.countDown();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    /** After the web server has started, and before it stops. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
