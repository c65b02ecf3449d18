package io.millrace.log;

import io.millrace.log.LaneScan.Answer;
import io.millrace.work.Backoff;
import io.millrace.work.Loop;
import io.millrace.work.SafeMessage;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log in order and moves a cursor in the same transaction as the effects of what it read: nothing is
 * skipped, and in this database nothing happens twice.
 *
 * <p>Several instances may run and share the lanes; with one lane, one instance works and the others stand by. A
 * page that fails is repeated until it succeeds, and the failure is visible in {@link #status()}.
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
     * @param lanes how many ways the work may be divided among instances, the same number for ever
     * @param lease how long an instance that vanished keeps the others waiting
     */
    public record Settings(int pageSize, int lanes, Duration lease, Backoff backoff) {

        /** 1,000 records, one lane, 10 seconds. */
        public static Settings defaults() {
            return new Settings(1_000, 1, Duration.ofSeconds(10), Backoff.defaults());
        }

        /** The same with so many lanes. */
        public Settings lanes(int number) {
            return new Settings(pageSize, number, lease, backoff);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final String name;
    private final Source<R> source;
    private final Function<R, String> keyOf;
    private final PageHandler<R> handler;
    private final Settings settings;
    private final Loop loop;
    private @Nullable Membership membership;
    private @Nullable LaneScan<R> scan;

    /** A log with what moves along it. */
    public record Source<R extends Positioned>(Log<R> log, Checkpoints checkpoints, Transactions transactions) {}

    private Subscription(
            String name, Source<R> source, Function<R, String> keyOf, PageHandler<R> handler, Settings settings) {
        this.name = name;
        this.source = source;
        this.keyOf = keyOf;
        this.handler = handler;
        this.settings = settings;
        this.loop = Loop.start(name, this::step, settings.backoff());
    }

    /**
     * Starts to read on a thread of its own, from where the subscription of that name stands, or from the beginning.
     *
     * @param keyOf the key whose records stay in order: it chooses the lane
     */
    public static <R extends Positioned> Subscription<R> start(
            String name, Source<R> source, Function<R, String> keyOf, PageHandler<R> handler, Settings settings) {
        return new Subscription<>(name, source, keyOf, handler, settings);
    }

    /** How far it is, and what is wrong with it. */
    public SubscriptionStatus status() {
        long position = source.checkpoints().position(name);
        return new SubscriptionStatus(
                name,
                position,
                Math.max(0, source.log().last() - position),
                source.log().writtenAfter(position),
                loop.failure());
    }

    private Duration step() throws InterruptedException {
        try {
            return work(joined());
        } catch (LeaseLostException e) {
            forget();
            return Duration.ZERO;
        } catch (Throwable e) {
            // What the store knows is uncertain now: a new member learns it anew.
            leave();
            throw e;
        }
    }

    private void forget() {
        membership = null;
        scan = null;
    }

    private void leave() {
        Membership left = membership;
        forget();
        if (left == null) {
            return;
        }
        try {
            left.leave();
        } catch (RuntimeException e) {
            log.info("{} could not give its lanes up, the lease will expire: {}", name, SafeMessage.of(e));
        }
    }

    private Membership joined() {
        Membership current = membership;
        if (current == null) {
            current = Membership.join(source.checkpoints(), source.log(), name, settings.lanes(), settings.lease());
            membership = current;
        }
        return current;
    }

    private Duration work(Membership member) throws InterruptedException {
        if (!member.untilRenewal().isPositive()) {
            release(member, member.renew().surplus());
            scan = null;
        }
        Duration untilRenewal = member.untilRenewal();
        if (member.lanes().isEmpty()) {
            return untilRenewal;
        }
        LaneScan<R> current = scan == null ? scan(member) : scan;
        List<R> page = new ArrayList<>();
        if (current.advance((lane, record) -> page.add(record) ? Answer.TAKEN : Answer.FULL)) {
            handle(member, page, current);
        } else {
            source.log()
                    .await(current.foremost(), untilRenewal.compareTo(LONGEST_WAIT) < 0 ? untilRenewal : LONGEST_WAIT);
        }
        return Duration.ZERO;
    }

    private static void release(Membership member, int surplus) {
        if (surplus > 0) {
            member.release(member.lanes().stream().limit(surplus).collect(Collectors.toSet()));
        }
    }

    private LaneScan<R> scan(Membership member) {
        LaneScan<R> fresh = new LaneScan<>(
                source.log(),
                record -> Lanes.of(keyOf.apply(record), settings.lanes()),
                settings.lanes(),
                settings.pageSize());
        member.lanes().forEach(lane -> fresh.own(lane, member.stored(lane)));
        scan = fresh;
        return fresh;
    }

    private void handle(Membership member, List<R> page, LaneScan<R> read) {
        Map<Integer, Long> positions = member.lanes().stream().collect(Collectors.toMap(lane -> lane, read::readTo));
        source.transactions().run(() -> {
            member.advance(positions);
            handler.handle(page);
        });
        member.moved(positions);
    }

    /** Lets the page at hand end and gives its lanes up. */
    @Override
    public void close() {
        loop.close();
        leave();
    }
}
