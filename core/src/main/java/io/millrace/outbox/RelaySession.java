package io.millrace.outbox;

import io.millrace.event.NewerEventVersionException;
import io.millrace.log.LaneScan;
import io.millrace.log.LaneScan.Answer;
import io.millrace.log.Lanes;
import io.millrace.log.Membership;
import io.millrace.log.Share;
import io.millrace.outbox.LaneQueue.Entry;
import io.millrace.outbox.LaneQueue.Sent;
import io.millrace.outbox.LaneQueue.Unsent;
import io.millrace.outbox.Relay.Environment;
import io.millrace.outbox.Relay.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a relay as one member of its subscription: what is in flight in its lanes, and how far each is
 * acknowledged. For one thread.
 */
final class RelaySession implements AutoCloseable, LaneScan.Sink<Outgoing> {

    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);
    private static final Duration PATIENCE = Duration.ofMillis(5);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final String name;
    private final Environment environment;
    private final Publisher publisher;
    private final Membership membership;
    private final CursorStore cursors;
    private final HeldKeys heldKeys;
    private final LaneScan<Outgoing> scan;
    private final LaneQueues inFlight;
    private final Map<Integer, Long> leaving = new HashMap<>();
    private @Nullable NewerEventVersionException newer;

    RelaySession(String name, Membership membership, Publisher publisher, Environment environment, Settings settings) {
        this.name = name;
        this.environment = environment;
        this.publisher = publisher;
        this.membership = membership;
        this.heldKeys = new HeldKeys("relay:" + name, environment.clock());
        this.cursors = new CursorStore(membership, environment, heldKeys::stored, settings.cursorEvery());
        this.scan = new LaneScan<>(environment.log(), RelaySession::laneOf, Lanes.COUNT, settings.pageSize());
        this.inFlight = new LaneQueues(settings.window());
    }

    private static int laneOf(Outgoing outgoing) {
        return switch (outgoing) {
            case OutgoingMessage message -> Lanes.of(message.key());
            case Unsendable unsendable -> Lanes.of(unsendable.stored().key());
        };
    }

    /**
     * Reads, publishes and moves the cursors until the time is over; returns earlier when there is nothing to do.
     *
     * @return how long to wait before the next round
     * @throws NewerEventVersionException at such an event, once everything before it is acknowledged and stored
     */
    Duration work(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        do {
            keepMembership();
            inFlight.look();
            boolean moved = scan.advance(this);
            settle();
            cursors.storeIfDue(positions());
            heldKeys.release(environment.deadLetters());
            giveUp();
            if (!moved && inFlight.isEmpty()) {
                stopAtNewerVersion();
                return idle();
            }
            if (!moved) {
                awaitProgress();
            }
        } while (System.nanoTime() < end);
        return Duration.ZERO;
    }

    /** Waits for something to send, or, where that is there and may not be sent yet, for acknowledgements. */
    private void awaitProgress() throws InterruptedException {
        long foremost = scan.foremost();
        if (environment.log().await(foremost, Duration.ZERO)) {
            inFlight.await(PATIENCE);
        } else {
            environment.log().await(foremost, PATIENCE);
        }
    }

    private Duration idle() throws InterruptedException {
        Duration longest = shorter(shorter(IDLE, membership.untilRenewal()), cursors.untilDue(positions()));
        if (membership.lanes().isEmpty()) {
            return longest;
        }
        environment.log().await(scan.foremost(), longest);
        return Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Waits until all that was published is acknowledged, and stores the cursors. */
    void drain(Duration atMost) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + atMost.toNanos();
        settle();
        while (!inFlight.isEmpty() && System.nanoTime() < end) {
            inFlight.await(PATIENCE);
            settle();
        }
        cursors.store(positions());
    }

    private void keepMembership() {
        if (membership.untilRenewal().isPositive()) {
            return;
        }
        Share share = membership.renew();
        if (!share.taken().isEmpty()) {
            take(share.taken());
        }
        membership.lanes().stream()
                .filter(lane -> !leaving.containsKey(lane))
                .limit(Math.max(0, share.surplus() - leaving.size()))
                .forEach(this::startToLeave);
    }

    private void take(Map<Integer, Long> taken) {
        log.info("{} takes {} lanes", name, taken.size());
        cursors.store(positions());
        heldKeys.load(environment.deadLetters());
        taken.forEach((lane, position) -> {
            inFlight.open(lane);
            scan.own(lane, position);
        });
    }

    private void startToLeave(int lane) {
        leaving.put(lane, scan.readTo(lane));
        scan.disown(lane);
    }

    /** Releases the lanes that are to be left and have nothing in flight any more. */
    private void giveUp() {
        Set<Integer> done = new HashSet<>(leaving.keySet());
        done.removeIf(lane -> inFlight.of(lane).size() > 0);
        if (done.isEmpty()) {
            return;
        }
        cursors.store(positions());
        done.forEach(publisher::released);
        membership.release(done);
        done.forEach(inFlight::close);
        leaving.keySet().removeAll(done);
        log.info("{} leaves {} lanes to other instances", name, done.size());
    }

    @Override
    public boolean ready(int lane) {
        return inFlight.ready(lane);
    }

    @Override
    public Answer offer(int lane, Outgoing outgoing) {
        if (!inFlight.hasRoom()) {
            return Answer.FULL;
        }
        if (!inFlight.takes(lane)) {
            return Answer.STALLED;
        }
        if (outgoing instanceof Unsendable(OutgoingMessage message, NewerEventVersionException cause)
                && !heldKeys.hold(message)) {
            newer = cause;
            return Answer.FULL;
        }
        inFlight.add(lane, send(outgoing));
        return Answer.TAKEN;
    }

    /** An event that this instance can't read, but a newer one can. */
    private void stopAtNewerVersion() {
        NewerEventVersionException cause = newer;
        if (cause != null) {
            cursors.store(positions());
            throw cause;
        }
    }

    private Entry send(Outgoing outgoing) {
        return switch (outgoing) {
            case OutgoingMessage message when heldKeys.hold(message) -> held(message);
            case OutgoingMessage message -> publish(message);
            case Unsendable(OutgoingMessage message, RuntimeException cause)
            when heldKeys.hold(message) -> held(message);
            case Unsendable(OutgoingMessage message, RuntimeException cause) ->
                new Unsent(message.position(), heldKeys.parked(message, cause));
        };
    }

    private Entry held(OutgoingMessage message) {
        return new Unsent(message.position(), heldKeys.held(message));
    }

    private Entry publish(OutgoingMessage message) {
        CompletableFuture<?> outcome = publisher.publish(message).toCompletableFuture();
        if (PublishRefusedException.in(outcome).isPresent()) {
            heldKeys.holdAfter(message);
        }
        return new Sent(message, outcome);
    }

    private void settle() throws InterruptedException, ExecutionException {
        for (LaneQueue queue : inFlight.all()) {
            for (Entry head = queue.settled(); head != null; head = queue.settled()) {
                switch (head) {
                    case Sent sent -> settle(sent);
                    case Unsent kept -> cursors.park(kept.letter());
                }
            }
        }
    }

    private void settle(Sent sent) throws InterruptedException, ExecutionException {
        OutgoingMessage message = sent.message();
        Optional<PublishRefusedException> refusal = PublishRefusedException.in(sent.outcome());
        if (refusal.isPresent()) {
            cursors.park(heldKeys.parked(message, refusal.get()));
            return;
        }
        sent.outcome().get();
        if (heldKeys.hold(message)) {
            log.warn("{}: position {} overtook a parked message of its key", name, message.position());
        }
    }

    /** How far each lane is acknowledged. */
    private Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        inFlight.lanes().forEach(lane -> {
            long position = inFlight.of(lane)
                    .head()
                    .map(head -> head.position() - 1)
                    .orElseGet(() -> leaving.getOrDefault(lane, scan.readTo(lane)));
            positions.put(lane, position);
        });
        return positions;
    }

    /** What keeps messages from being delivered. */
    Optional<String> trouble() {
        return publisher.trouble();
    }

    /** Gives up what is in flight; it will be sent again. */
    @Override
    public void close() {
        publisher.close();
    }
}
