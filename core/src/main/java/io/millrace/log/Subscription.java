package io.millrace.log;

import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log in order and moves a cursor in the same transaction as the effects of what it read: nothing is
 * skipped, and in this database nothing happens twice.
 *
 * <p>Several instances may run; one at a time holds the lease and works, the others stand by. A page that fails is
 * repeated until it succeeds, and the failure is visible in {@link #status()}.
 */
public final class Subscription<R extends Positioned> implements AutoCloseable {

    /** Handles consecutive records in the subscription's transaction; the list may be empty. */
    @FunctionalInterface
    public interface PageHandler<R> {
        void handle(List<R> records);
    }

    /**
     * How a subscription runs.
     *
     * @param pageSize records in one transaction at the most
     * @param lease how long an instance that vanished keeps the others waiting
     */
    public record Settings(int pageSize, Duration lease, Backoff backoff) {

        /** 1,000 records, 10 seconds. */
        public static Settings defaults() {
            return new Settings(1_000, Duration.ofSeconds(10), Backoff.defaults());
        }
    }

    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final String name;
    private final Log<R> log;
    private final PageHandler<R> handler;
    private final Checkpoints checkpoints;
    private final Transactions transactions;
    private final Settings settings;
    private final LeaseKeeper keeper;
    private final Loop loop;

    /** A log with what moves along it. */
    public record Source<R extends Positioned>(Log<R> log, Checkpoints checkpoints, Transactions transactions) {}

    private Subscription(String name, Source<R> source, PageHandler<R> handler, Settings settings) {
        this.name = name;
        this.log = source.log();
        this.checkpoints = source.checkpoints();
        this.transactions = source.transactions();
        this.handler = handler;
        this.settings = settings;
        this.keeper = new LeaseKeeper(checkpoints, name, settings.lease());
        this.loop = Loop.start(name, this::step, settings.backoff());
    }

    /** Starts to read on a thread of its own, from where the subscription of that name stands, or from the beginning. */
    public static <R extends Positioned> Subscription<R> start(
            String name, Source<R> source, PageHandler<R> handler, Settings settings) {
        return new Subscription<>(name, source, handler, settings);
    }

    /** How far it is, and what is wrong with it. */
    public SubscriptionStatus status() {
        long position = checkpoints.position(name);
        return new SubscriptionStatus(
                name, position, Math.max(0, log.last() - position), log.writtenAfter(position), loop.failure());
    }

    private Duration step() throws InterruptedException {
        Optional<Lease> lease = keeper.hold();
        if (lease.isEmpty()) {
            return keeper.renewAfter();
        }
        long position = checkpoints.position(name);
        if (log.await(position, LONGEST_WAIT)) {
            handle(lease.get(), log.read(position, settings.pageSize()));
        }
        return Duration.ZERO;
    }

    private void handle(Lease lease, Page<R> page) {
        try {
            transactions.run(() -> {
                checkpoints.advance(lease, page.through());
                handler.handle(page.records());
            });
        } catch (LeaseLostException e) {
            keeper.lost();
        }
    }

    /** Lets the page at hand end and gives the lease up. */
    @Override
    public void close() {
        loop.close();
        keeper.release();
    }
}
