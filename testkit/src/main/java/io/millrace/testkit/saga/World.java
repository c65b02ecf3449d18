package io.millrace.testkit.saga;

import io.millrace.saga.SagaSimulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A saga, those outside, and what is on its way between them. For one thread. */
final class World<S extends Record> {

    /** Something that arrives at some time, in any order. */
    record Pending(String what, boolean mayBeLost, Runnable arrival) {}

    private static final int MOST_PENDING = 50;

    private final SagaSimulation<S> saga;
    private final Participants<S> participants;
    private final SplittableRandom random;
    private final @Nullable List<String> story;
    private final Map<String, StepEffect> effects = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private boolean calm;
    private boolean outage;

    /** @param story takes what happens, if anybody wants to read it */
    World(SagaSimulation<S> saga, Participants<S> participants, long seed, @Nullable List<String> story) {
        this.saga = saga;
        this.participants = participants;
        this.random = new SplittableRandom(seed);
        this.story = story;
    }

    SagaSimulation<S> saga() {
        return saga;
    }

    Participants<S> participants() {
        return participants;
    }

    Map<String, StepEffect> effects() {
        return effects;
    }

    StepEffect effect(String step) {
        return effects.computeIfAbsent(
                step, id -> new StepEffect(!participants.settling().containsKey(id)));
    }

    /** From now on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
        outage = false;
    }

    /** Other sides go away, or come back. */
    void toggleOutage() {
        outage = !outage;
        tell(() -> outage ? "OUTAGE: nobody is reached" : "the outage is over");
    }

    boolean isOut() {
        return outage;
    }

    boolean isCalm() {
        return calm;
    }

    /** Whether something goes wrong that does so in that many of a hundred cases. */
    boolean trouble(int percent) {
        return !calm && random.nextInt(100) < percent;
    }

    int dice(int sides) {
        return random.nextInt(sides);
    }

    Duration time(Duration atMost) {
        return Duration.ofMillis(random.nextLong(1, atMost.toMillis() + 1));
    }

    Object any(List<?> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    void tell(Supplier<String> what) {
        if (story != null) {
            story.add("%s %s".formatted(saga.now(), what.get()));
        }
    }

    void later(String what, boolean mayBeLost, Runnable arrival) {
        pending.add(new Pending(what, mayBeLost, arrival));
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Lets something that is on its way arrive; it may be lost, or come again. */
    void arrive() {
        Pending one = pending.remove(random.nextInt(pending.size()));
        if (one.mayBeLost() && trouble(5)) {
            tell(() -> "LOST: " + one.what());
            return;
        }
        if (pending.size() < MOST_PENDING && trouble(10)) {
            tell(() -> "twice: " + one.what());
            pending.add(one);
        }
        tell(one::what);
        one.arrival().run();
    }
}
