package io.millrace.rabbitmq;

import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exchange with a routing key, and whether messages get through there. Where they don't, they wait, and one at a
 * time is sent to find out whether they do again. Guarded by the publisher's lock.
 */
final class Route {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    final String exchange;
    final String routingKey;

    private final Deque<Sending> waiting = new ArrayDeque<>();
    private boolean open;
    private int failures;
    private long tryAtNanos = System.nanoTime();
    private @Nullable Sending probe;
    private @Nullable String trouble;

    Route(String exchange, String routingKey) {
        this.exchange = exchange;
        this.routingKey = routingKey;
    }

    boolean isOpen() {
        return open;
    }

    /** Why messages wait here, where they do. */
    Optional<String> trouble() {
        return waiting.isEmpty() && probe == null ? Optional.empty() : Optional.ofNullable(trouble);
    }

    void await(Sending sending) {
        waiting.add(sending);
    }

    /** Whether the exchange has to be looked after before anything is sent; not while nothing waits for that. */
    boolean isToBePrepared() {
        return !open && probe == null && !waiting.isEmpty();
    }

    /** When to do so. */
    long dueAtNanos() {
        return tryAtNanos;
    }

    /** The exchange is there: hands out everything that waits, or one message where the last one did not get through. */
    Deque<Sending> prepared() {
        if (failures == 0) {
            open = true;
            return drain();
        }
        probe = waiting.poll();
        Deque<Sending> one = new ArrayDeque<>();
        if (probe != null) {
            one.add(probe);
        }
        return one;
    }

    /** Whether the message is sent although the route is not open. */
    boolean isProbe(Sending sending) {
        return probe == sending;
    }

    /** The message got through; hands out what waited for that. */
    Deque<Sending> confirmed(Sending sending) {
        if (open || probe != sending) {
            return new ArrayDeque<>();
        }
        reset();
        open = true;
        return drain();
    }

    /** The message came back: it waits, and so does every other one. */
    void failed(Sending sending, String reason) {
        boolean first = open || probe == sending;
        if (probe == sending) {
            waiting.addFirst(sending);
        } else {
            waiting.add(sending);
        }
        if (first) {
            failed(reason);
        }
    }

    /** What the messages need is not there. */
    void failed(String reason) {
        open = false;
        probe = null;
        failures++;
        trouble = reason;
        tryAtNanos = System.nanoTime() + BACKOFF.after(failures).toNanos();
    }

    /** The connection is gone: what is true of the exchange has to be found out again. */
    void unknown() {
        open = false;
        probe = null;
        tryAtNanos = System.nanoTime();
    }

    Deque<Sending> drain() {
        Deque<Sending> all = new ArrayDeque<>(waiting);
        waiting.clear();
        return all;
    }

    private void reset() {
        failures = 0;
        probe = null;
        trouble = null;
    }

    @Override
    public String toString() {
        return exchange + " with routing key " + routingKey;
    }
}
