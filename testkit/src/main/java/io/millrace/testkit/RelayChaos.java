package io.millrace.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Three relays in processes of their own, of which one after another is killed, or suspended for longer than its
 * lease lasts, at random times. The broker may be hurt too. For one thread.
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
    private int kills;
    private int suspensions;
    private int brokerFailures;

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
                kills++;
                running.get(victim).kill();
                running.set(victim, relay.start());
            }
            case 3, 4, 5 -> {
                suspensions++;
                running.get(victim).suspend();
                never.await(2 * lease.toMillis(), TimeUnit.MILLISECONDS);
                running.get(victim).resume();
            }
            default -> {
                brokerFailures++;
                hurtBroker.run();
            }
        }
    }

    /** What was done, for a test that wants to know that something was. */
    public String summary() {
        return "%d kills, %d suspensions, %d failures of the broker".formatted(kills, suspensions, brokerFailures);
    }

    public int kills() {
        return kills;
    }

    public int suspensions() {
        return suspensions;
    }

    public int brokerFailures() {
        return brokerFailures;
    }

    @Override
    public void close() {
        running.forEach(ChildJvm::close);
    }
}
