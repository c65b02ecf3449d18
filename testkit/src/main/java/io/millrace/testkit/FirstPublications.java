package io.millrace.testkit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What arrived at a broker, in the order of each key: the first publication of each event id counts, and those of a
 * key must bear the numbers 0, 1, 2 and so on. For one thread.
 */
public final class FirstPublications {

    private record Message(String key, int number) {}

    private final Map<String, Message> first = new HashMap<>();
    private final Map<String, Integer> next = new LinkedHashMap<>();
    private final Map<String, String> violations = new TreeMap<>();
    private long repeated;

    /** A message as it arrived. */
    public void add(String eventId, String key, int number) {
        Message message = new Message(key, number);
        Message before = first.putIfAbsent(eventId, message);
        if (before != null) {
            repeated++;
            if (!before.equals(message)) {
                violations.put(eventId, "was " + before + ", came again as " + message);
            }
            return;
        }
        int expected = Objects.requireNonNullElse(next.put(key, number + 1), 0);
        if (number != expected) {
            violations.put(eventId, "%s %d came where %d was due".formatted(key, number, expected));
        }
    }

    public Set<String> eventIds() {
        return first.keySet();
    }

    /** Messages that came when their id had come before. */
    public long repeated() {
        return repeated;
    }

    /** What was out of order, or not the same when it came again; at most 20 of them. */
    public List<String> violations() {
        return violations.values().stream().limit(20).collect(Collectors.toList());
    }
}
