package io.millrace.consumer;

import io.millrace.deadletter.Failure;
import io.millrace.work.Outages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tells poison from an outage that nobody declared: before a message is parked, messages of other keys are tried on
 * their own. If all of them fail alike, it is not the message. Each time others are tried, so that one which works is
 * found in the end if there is one at hand. For one thread.
 */
final class CounterExample {

    private static final int KEYS = 2;

    private enum Trial {
        WORKS,
        FAILS_ALIKE,
        FAILS_OTHERWISE,
        TELLS_NOTHING
    }

    private final Outages outages;
    private final Predicate<IncomingMessage> telling;
    private final Function<IncomingMessage, Integer> handle;
    private int next;

    /**
     * @param telling whether handling the message shows how the handler does
     * @param handle handles a message in a transaction of its own; returns how many events it handled
     */
    CounterExample(Outages outages, Predicate<IncomingMessage> telling, Function<IncomingMessage, Integer> handle) {
        this.outages = outages;
        this.telling = telling;
        this.handle = handle;
    }

    /** Whether others fail as the message did, and none was found that does not. */
    boolean isMissing(IncomingMessage message, Throwable cause, List<IncomingMessage> others) {
        List<IncomingMessage> candidates = firstOfOtherKeys(message, others);
        String fingerprint = Failure.of(cause).fingerprint();
        int alike = 0;
        for (int i = 0; i < candidates.size() && alike < KEYS; i++) {
            switch (trial(candidates.get(Math.floorMod(next++, candidates.size())), fingerprint)) {
                case WORKS, FAILS_OTHERWISE -> {
                    return false;
                }
                case FAILS_ALIKE -> alike++;
                case TELLS_NOTHING -> {}
            }
        }
        return alike > 0;
    }

    /** A later message of a key must not be handled before the first one. */
    private List<IncomingMessage> firstOfOtherKeys(IncomingMessage message, List<IncomingMessage> others) {
        Set<Object> seen = new HashSet<>();
        if (message.key() != null) {
            seen.add(message.key());
        }
        return others.stream()
                .filter(other -> seen.add(other.key() == null ? other.origin() : other.key()))
                .filter(telling)
                .toList();
    }

    private Trial trial(IncomingMessage message, String fingerprint) {
        try {
            return handle.apply(message) > 0 ? Trial.WORKS : Trial.TELLS_NOTHING;
        } catch (FencedException e) {
            throw e;
        } catch (Throwable e) {
            PartitionProcessor.rethrowIfFatal(e);
            Throwable cause = HandlerException.causeOf(e);
            boolean alike =
                    outages.isOutage(cause) || Failure.of(cause).fingerprint().equals(fingerprint);
            return alike ? Trial.FAILS_ALIKE : Trial.FAILS_OTHERWISE;
        }
    }
}
