package io.millrace.outbox;

import io.millrace.deadletter.DeadLetters;
import io.millrace.event.NewerEventVersionException;
import io.millrace.log.Checkpoints;
import io.millrace.log.Lease;
import io.millrace.log.LeaseKeeper;
import io.millrace.log.LeaseLostException;
import io.millrace.log.Log;
import io.millrace.log.SubscriptionStatus;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import io.millrace.work.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the messages of a log to a broker: each at least once (RL-1), those of a key in position order (RL-3).
 *
 * <p>Pages are read while acknowledgements are pending, and the cursor moves to the highest position up to which
 * everything is acknowledged. Several instances may run; one at a time holds the lease and publishes. A message
 * that the broker refuses for good, or that can't be made of what is stored, is parked, and later ones of its key
 * are held behind it; an outage is waited out. At an event of a newer version than this instance knows it stops
 * and gives the lease up to an instance that knows it.
 */
public final class Relay implements AutoCloseable {

    /** What a relay works with; the log, its cursor and the dead letters live in one database. */
    public record Environment(
            Log<? extends Outgoing> log,
            Checkpoints checkpoints,
            DeadLetters deadLetters,
            Transactions transactions,
            Clock clock) {}

    /**
     * How a relay runs.
     *
     * @param pageSize messages read at once
     * @param window unacknowledged messages at the most
     * @param cursorEvery how often the cursor is stored while messages flow
     * @param lease how long an instance that vanished keeps the others waiting
     */
    public record Settings(int pageSize, int window, Duration cursorEvery, Duration lease, Backoff backoff) {

        /** Pages of 2,000, a window of 10,000, the cursor every 50 ms, a lease of 10 s. */
        public static Settings defaults() {
            return new Settings(2_000, 10_000, Duration.ofMillis(50), Duration.ofSeconds(10), Backoff.defaults());
        }
    }

    private static final Logger logger = LoggerFactory.getLogger(Relay.class);
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(3);

    private final String name;
    private final Environment environment;
    private final Supplier<Publisher> publishers;
    private final Settings settings;
    private final LeaseKeeper keeper;
    private final Loop loop;
    private @Nullable RelaySession session;

    private Relay(String name, Environment environment, Supplier<Publisher> publishers, Settings settings) {
        this.name = name;
        this.environment = environment;
        this.publishers = publishers;
        this.settings = settings;
        this.keeper = new LeaseKeeper(environment.checkpoints(), name, settings.lease());
        this.loop = Loop.start(name, this::step, settings.backoff());
    }

    /**
     * Starts to publish on a thread of its own.
     *
     * @param name durable: it keys the cursor
     * @param publishers opens a publisher whenever this instance takes the lease
     */
    public static Relay start(String name, Environment environment, Supplier<Publisher> publishers, Settings settings) {
        return new Relay(name, environment, publishers, settings);
    }

    /** How far it is, and what is wrong with it. */
    public SubscriptionStatus status() {
        long position = environment.checkpoints().position(name);
        return new SubscriptionStatus(
                name,
                position,
                Math.max(0, environment.log().last() - position),
                environment.log().writtenAfter(position),
                loop.failure());
    }

    private Duration step() throws Exception {
        try {
            return work();
        } catch (LeaseLostException e) {
            logger.info("{} was taken over by another instance", name);
            keeper.lost();
            abandonSession();
            return keeper.renewAfter();
        } catch (NewerEventVersionException e) {
            abandonSession();
            keeper.release();
            throw e;
        } catch (Throwable e) {
            abandonSession();
            throw e;
        }
    }

    private Duration work() throws Exception {
        Optional<Lease> lease = keeper.hold();
        if (session != null && !lease.equals(Optional.of(session.lease()))) {
            abandonSession();
        }
        if (lease.isEmpty()) {
            return keeper.renewAfter();
        }
        RelaySession current = session == null ? open(lease.get()) : session;
        current.work(round());
        return Duration.ZERO;
    }

    private Duration round() {
        return ROUND.compareTo(keeper.renewAfter()) < 0 ? ROUND : keeper.renewAfter();
    }

    private RelaySession open(Lease lease) {
        RelaySession opened = new RelaySession(lease, environment, publishers, settings);
        session = opened;
        return opened;
    }

    private void abandonSession() {
        RelaySession abandoned = session;
        session = null;
        if (abandoned != null) {
            abandoned.close();
        }
    }

    /** Waits a few seconds for what is under way, stores the cursor and gives the lease up. */
    @Override
    public void close() {
        loop.close();
        try {
            drain();
        } catch (Exception e) {
            logger.info("{} ends with messages unacknowledged, they will be sent again: {}", name, e.toString());
        }
        try {
            keeper.release();
        } catch (RuntimeException e) {
            logger.info("{} could not give its lease up, it will expire: {}", name, e.toString());
        }
    }

    private void drain() throws Exception {
        try {
            if (session != null) {
                session.drain(DRAIN_AT_MOST);
            }
        } finally {
            abandonSession();
        }
    }
}
