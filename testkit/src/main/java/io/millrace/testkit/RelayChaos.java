package io.millrace.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Three relays in processes of their own, of which one after another is killed, or suspended for longer than its
 * lease lasts, at random times. The broker may be hurt too. For one thread, where nothing else is said.
 */
public final class RelayChaos implements AutoCloseable {

    private static final int RELAYS = 3;
    private static final int SHORTEST_PAUSE_MILLIS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 1_500;

    private final Random random;
    private final ChildJvm.Builder relay;
    private final Duration lease;
    private final Runnable hurtBroker;
    private final List<ChildJvm> running = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger suspensions = new AtomicInteger();
    private final AtomicInteger brokerFailures = new AtomicInteger();

    /**
     * @param lease of the relays; a suspended one sleeps for twice as long
     * @param hurtBroker makes the broker fail and come back
     */
    public RelayChaos(long seed, ChildJvm.Builder relay, Duration lease, Runnable hurtBroker) {
        this.random = new Random(seed);
        this.relay = relay;
        this.lease = lease;
        this.hurtBroker = hurtBroker;
        IntStream.range(0, RELAYS).forEach(i -> running.add(relay.start()));
    }

    /** Does harm until everything is published; from then on, or when the time is over, no more. */
    public void run(BooleanSupplier published, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!published.getAsBoolean() && System.nanoTime() < end) {
            harm();
            int pause = random.nextInt(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
            never.await(pause, TimeUnit.MILLISECONDS);
        }
    }

    private void harm() throws InterruptedException {
        int victim = random.nextInt(RELAYS);
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                kills.incrementAndGet();
                running.get(victim).kill();
                running.set(victim, relay.start());
            }
            case 3, 4, 5 -> {
                suspensions.incrementAndGet();
                running.get(victim).suspend();
                never.await(2 * lease.toMillis(), TimeUnit.MILLISECONDS);
                running.get(victim).resume();
            }
            default -> {
                brokerFailures.incrementAndGet();
                hurtBroker.run();
            }
        }
    }

    /** What was done, for a test that wants to know that something was. */
    public String summary() {
        return "%d kills, %d suspensions, %d failures of the broker"
                .formatted(kills.get(), suspensions.get(), brokerFailures.get());
    }

    /** How often something was done so far. For any thread. */
    public int harms() {
        return kills.get() + suspensions.get() + brokerFailures.get();
    }

    @Override
    public void close() {
        running.forEach(ChildJvm::close);
    }
}
