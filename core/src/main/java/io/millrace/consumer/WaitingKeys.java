package io.millrace.consumer;

import io.millrace.deadletter.DeadLetters;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a partition that may have unresolved dead letters: those that had when the partition was taken, and
 * those parked since. Only they are asked for, so that nothing is asked where nothing waits.
 */
final class WaitingKeys {

    private final DeadLetters deadLetters;
    private final String source;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private volatile boolean loaded;

    WaitingKeys(DeadLetters deadLetters, String source) {
        this.deadLetters = deadLetters;
        this.source = source;
    }

    /** To be called when the partition is ours, for nobody else adds letters of its keys from then on. */
    void load() {
        if (!loaded) {
            keys.addAll(deadLetters.keys(source));
            loaded = true;
        }
    }

    boolean mayWait(String key) {
        return keys.contains(key);
    }

    /** Those that wait until the caller's transaction ends. */
    Set<String> held(Collection<String> asked) {
        List<String> suspects = asked.stream().filter(keys::contains).distinct().toList();
        if (suspects.isEmpty()) {
            return new HashSet<>();
        }
        Set<String> held = new HashSet<>(deadLetters.held(source, suspects));
        suspects.stream().filter(key -> !held.contains(key)).forEach(keys::remove);
        return held;
    }

    /** Before the commit: who asks once too often learns better. */
    void add(String key) {
        keys.add(key);
    }
}
