package io.millrace.outbox;

import io.millrace.deadletter.DeadLetters;
import io.millrace.log.Checkpoints;
import io.millrace.log.Lanes;
import io.millrace.log.LeaseLostException;
import io.millrace.log.Log;
import io.millrace.log.Membership;
import io.millrace.log.SubscriptionStatus;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import io.millrace.work.SafeMessage;
import io.millrace.work.Transactions;
import io.millrace.work.TransientFailureException;
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
 * <p>Pages are read while acknowledgements are pending, and the cursor of a lane moves to the highest position up
 * to which everything of the lane is acknowledged. Any number of instances may run: they share the 64 lanes. A
 * message that the broker refuses for good, or that can't be made of what is stored, is parked, and later ones of
 * its key are held behind it until an operator has it redriven or discarded; an outage is waited out. At an event of a newer version than this instance knows it
 * stops and leaves its lanes to an instance that knows it.
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
     * @param cursorEvery how often the cursors are stored at the most; after a crash what was published since is
     *     published again
     * @param lease how long an instance that vanished keeps the others waiting
     */
    public record Settings(int pageSize, int window, Duration cursorEvery, Duration lease, Backoff backoff) {

        /** Pages of 2,000, a window of 10,000, the cursors every 250 ms, a lease of 10 s. */
        public static Settings defaults() {
            return new Settings(2_000, 10_000, Duration.ofMillis(250), Duration.ofSeconds(10), Backoff.defaults());
        }
    }

    private static final Logger logger = LoggerFactory.getLogger(Relay.class);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(3);

    private final String name;
    private final Environment environment;
    private final Supplier<Publisher> publishers;
    private final Settings settings;
    private final Loop loop;
    private final RelayRedriver redriver;
    private @Nullable Membership membership;
    private volatile @Nullable RelaySession session;

    private Relay(
            String name,
            Environment environment,
            Supplier<Publisher> publishers,
            Supplier<Publisher> redrivers,
            Settings settings) {
        this.name = name;
        this.environment = environment;
        this.publishers = publishers;
        this.settings = settings;
        this.loop = Loop.start(name, this::step, settings.backoff());
        this.redriver = new RelayRedriver(name, environment, redrivers, settings);
    }

    /**
     * Starts to publish on a thread of its own.
     *
     * @param name durable: it keys the cursor
     * @param publishers opens a publisher whenever this instance becomes a member of the subscription
     */
    public static Relay start(String name, Environment environment, Supplier<Publisher> publishers, Settings settings) {
        return start(name, environment, publishers, publishers, settings);
    }

    /** As the other one, with publishers of their own for what is redriven, which may be a key of any lane. */
    public static Relay start(
            String name,
            Environment environment,
            Supplier<Publisher> publishers,
            Supplier<Publisher> redrivers,
            Settings settings) {
        return new Relay(name, environment, publishers, redrivers, settings);
    }

    /** How far it is, and what is wrong with it. */
    public SubscriptionStatus status() {
        long position = environment.checkpoints().position(name);
        return new SubscriptionStatus(
                name,
                position,
                Math.max(0, environment.log().last() - position),
                environment.log().writtenAfter(position),
                failure());
    }

    /** What its last round failed with, or what keeps it from delivering. Asks nobody. */
    public Optional<Throwable> failure() {
        return loop.failure().or(this::trouble).or(redriver::failure);
    }

    private Optional<Throwable> trouble() {
        RelaySession current = session;
        return current == null ? Optional.empty() : current.trouble().map(TransientFailureException::new);
    }

    private Duration step() throws Exception {
        try {
            RelaySession current = session == null ? open() : session;
            return current.work(ROUND);
        } catch (LeaseLostException e) {
            logger.info("{} was taken over by another instance", name);
            abandonSession();
            membership = null;
            return Duration.ZERO;
        } catch (Throwable e) {
            abandonSession();
            leave();
            throw e;
        }
    }

    private RelaySession open() {
        Membership joined =
                Membership.join(environment.checkpoints(), environment.log(), name, Lanes.COUNT, settings.lease());
        membership = joined;
        RelaySession opened = new RelaySession(name, joined, publishers.get(), environment, settings);
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

    /** Leaves the lanes to others at once; if that fails they take them when the lease is over. */
    private void leave() {
        Membership left = membership;
        membership = null;
        if (left == null) {
            return;
        }
        try {
            left.leave();
        } catch (RuntimeException e) {
            logger.info("{} could not give its lanes up, the lease will expire: {}", name, SafeMessage.of(e));
        }
    }

    /** Waits a few seconds for what is under way, stores the cursors and gives the lanes up. */
    @Override
    public void close() {
        close(DRAIN_AT_MOST);
    }

    /** As {@link #close()}, but waits only so long for what is under way. */
    public void close(Duration atMost) {
        redriver.close();
        loop.close();
        try {
            drain(atMost);
        } catch (Exception e) {
            logger.info("{} ends with messages unacknowledged, they will be sent again: {}", name, e.toString());
        }
        leave();
    }

    private void drain(Duration atMost) throws Exception {
        RelaySession current = session;
        try {
            if (current != null) {
                current.drain(atMost);
            }
        } finally {
            abandonSession();
        }
    }
}
