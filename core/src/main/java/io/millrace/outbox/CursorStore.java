package io.millrace.outbox;

import io.millrace.deadletter.DeadLetter;
import io.millrace.log.Membership;
import io.millrace.outbox.Relay.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stores how far a relay has come, together with the letters that it parked on the way, and not too often: each
 * time leaves a dead row version behind. For one thread.
 */
final class CursorStore {

    private static final int SHARE_OF_TIME = 20;
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Membership membership;
    private final Environment environment;
    private final Consumer<DeadLetter> stored;
    private final Duration every;
    private final List<DeadLetter> toPark = new ArrayList<>();
    private long storedAtNanos;
    private long tookNanos;

    /** @param stored told of each letter that was stored */
    CursorStore(Membership membership, Environment environment, Consumer<DeadLetter> stored, Duration every) {
        this.membership = membership;
        this.environment = environment;
        this.stored = stored;
        this.every = every;
        this.storedAtNanos = System.nanoTime() - every.toNanos();
    }

    /** Keeps the letter when the cursor that passes its message is stored. */
    void park(DeadLetter letter) {
        toPark.add(letter);
    }

    void storeIfDue(Map<Integer, Long> positions) {
        if (!untilDue(positions).isPositive()) {
            store(positions);
        }
    }

    /** How long to wait before the positions are stored; very long if they are stored already. */
    Duration untilDue(Map<Integer, Long> positions) {
        if (!membership.isNew(positions)) {
            return Duration.ofDays(1);
        }
        long pause = Math.max(every.toNanos(), Math.min(SHARE_OF_TIME * tookNanos, LONGEST_PAUSE_NANOS));
        return Duration.ofNanos(pause - (System.nanoTime() - storedAtNanos));
    }

    void store(Map<Integer, Long> positions) {
        if (!membership.isNew(positions)) {
            return;
        }
        long start = System.nanoTime();
        environment.transactions().run(() -> {
            membership.advance(positions);
            toPark.forEach(environment.deadLetters()::park);
        });
        membership.moved(positions);
        toPark.forEach(stored);
        toPark.clear();
        storedAtNanos = System.nanoTime();
        tookNanos = storedAtNanos - start;
    }
}
