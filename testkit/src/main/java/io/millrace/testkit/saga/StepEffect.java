package io.millrace.testkit.saga;

import java.util.LinkedHashSet;
import java.util.Set;

/** What the world has of one step of a saga. For one thread. */
public final class StepEffect {

    private final boolean fenced;
    private final Set<String> keys = new LinkedHashSet<>();
    private int times;
    private boolean applied;
    private boolean undone;
    private boolean shut;

    /** @param fenced whether an action that comes after its undo is refused */
    StepEffect(boolean fenced) {
        this.fenced = fenced;
    }

    /** The action arrives; it takes effect at its first time only, and not any more after an undo. */
    boolean act(String key) {
        keys.add(key);
        if (shut) {
            return false;
        }
        if (!applied) {
            commit();
        }
        return true;
    }

    /** The action takes effect, whether it has done so before or not. */
    void commit() {
        times++;
        applied = true;
    }

    void undo() {
        undone = applied;
        shut = fenced;
    }

    boolean isShut() {
        return shut;
    }

    /** Whether it took effect, and was not undone. */
    public boolean stands() {
        return applied && !undone;
    }

    /** How often it took effect. */
    public int times() {
        return times;
    }

    /** The idempotency keys that it came under. */
    public Set<String> keys() {
        return Set.copyOf(keys);
    }
}
