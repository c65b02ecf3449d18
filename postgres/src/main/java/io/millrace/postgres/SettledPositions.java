package io.millrace.postgres;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Up to where everything in a log is committed and visible, or dead: a conclusion from looking, again and again,
 * first at the last position drawn and then at the transactions that hold the table's lock.
 *
 * <p>A transaction takes the lock before it draws a position and keeps it to its end. One that appears now had
 * not drawn before the previous look, for else it would have been among the holders then: it can only have
 * positions after the last one of the previous look. So everything up to the smallest such bound of the present
 * holders is settled, and so is what follows it without a gap. Holds for one server without a restart; begin anew
 * after a lost connection.
 */
final class SettledPositions {

    /** What one look saw: the last position drawn, then the holders with their backends, by virtual transaction. */
    record Look(long last, Map<String, Integer> holders) {}

    private record Sighting(long after, Instant since) {}

    private final Clock clock;
    private final Map<String, Sighting> open = new HashMap<>();
    private Look look = new Look(0, Map.of());
    private long visible;

    SettledPositions(Clock clock) {
        this.clock = clock;
    }

    void see(Look now) {
        open.keySet().retainAll(now.holders().keySet());
        Sighting sighting = new Sighting(look.last(), clock.instant());
        now.holders().keySet().forEach(holder -> open.putIfAbsent(holder, sighting));
        look = now;
    }

    /** Every position up to this one has been seen, or was settled before. */
    void visibleThrough(long position) {
        visible = position;
    }

    long settled() {
        long bound = open.values().stream().mapToLong(Sighting::after).min().orElse(look.last());
        return Math.max(bound, visible);
    }

    long last() {
        return look.last();
    }

    /** Whether positions were drawn that are not settled. */
    boolean pending() {
        return settled() < look.last();
    }

    /** The holder that was there first, if it holds anything back. */
    Optional<Holdback> heldBackBy() {
        if (!pending()) {
            return Optional.empty();
        }
        return open.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().after()))
                .map(entry -> new Holdback(
                        look.holders().getOrDefault(entry.getKey(), 0),
                        entry.getValue().since(),
                        settled()));
    }
}
