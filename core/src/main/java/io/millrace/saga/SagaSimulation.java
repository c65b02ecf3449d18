package io.millrace.saga;

import io.millrace.deadletter.Operator;
import io.millrace.event.EventContext;
import io.millrace.outbox.OutgoingEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One saga without database, broker and threads: nothing happens by itself, and time stands still. What a test kit
 * decides on, and in which order, is what happens. For one thread.
 */
public final class SagaSimulation<S extends Record> {

    private final SagaMachine<S> machine;
    private final List<OutgoingEvent> sent = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private Instant now;
    private @Nullable SagaInstance instance;

    SagaSimulation(SagaMachine<S> machine, Instant now) {
        this.machine = machine;
        this.now = now;
    }

    public static <S extends Record> SagaSimulation<S> of(Saga<S> saga, Instant now) {
        return new SagaSimulation<>(new SagaMachine<>(saga), now);
    }

    /** Starts it; what goes by messages alone goes on at once. */
    public void start(String key, S state) {
        if (instance != null) {
            throw new IllegalStateException("the saga has been started already");
        }
        take(machine.start(key, state, EventContext.none(), now));
    }

    public Instant now() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }

    public SagaInstance instance() {
        if (instance == null) {
            throw new IllegalStateException("the saga has not been started");
        }
        return instance;
    }

    public S state() {
        return StateCodec.decode(instance().state(), machine.saga().state());
    }

    /** All messages sent so far, in their order. */
    public List<OutgoingEvent> sent() {
        return List.copyOf(sent);
    }

    /** All transitions so far. */
    public List<JournalEntry> journal() {
        return List.copyOf(journal);
    }

    /** Delivers a message under the saga's key; returns whether it meant anything. */
    public boolean deliver(Object event) {
        return take(machine.apply(instance(), new Input.Message(event), now)).changed();
    }

    /**
     * What a runner does that claims the saga now; a call that was in flight is lost by that. Returns what has to run
     * then; the answer is given by {@link #returned}, {@link #threw} or {@link #probed}.
     */
    public Optional<Work> wake() {
        Instant wakeAt = instance().times().wakeAt();
        return wakeAt == null || wakeAt.isAfter(now)
                ? Optional.empty()
                : take(machine.apply(instance(), new Input.Woken(), now)).work();
    }

    /** The key and the number that the work runs under. */
    public Attempt attempt(Work work) {
        return SagaCode.attempt(instance(), work);
    }

    /** Runs what the definition does there; returns the result or a {@link Probe.Finding}, or throws what it throws. */
    public Object perform(Work work) throws Throwable {
        try {
            return machine.code().perform(instance(), work);
        } catch (SagaCode.ThrownException e) {
            throw e.thrown();
        }
    }

    public void returned(Work work, Object result) {
        take(machine.apply(instance(), new Input.Returned(work, result), now));
    }

    public void threw(Work work, Throwable failure) {
        take(machine.apply(instance(), new Input.Threw(work, failure), now));
    }

    @SuppressWarnings("unchecked")
    public void probed(Work work, Probe.Finding<?> finding) {
        take(machine.apply(instance(), new Input.Probed(work, (Probe.Finding<Object>) finding), now));
    }

    public void cancel(Operator operator) {
        take(machine.apply(instance(), new Input.Cancelled(operator), now));
    }

    public void retry(Operator operator) {
        take(machine.apply(instance(), new Input.Retried(operator), now));
    }

    public void resolve(Operator operator, Resolution resolution) {
        take(machine.apply(instance(), new Input.Resolved(operator, resolution), now));
    }

    public void extend(Operator operator, Duration time) {
        take(machine.apply(instance(), new Input.Extended(operator, time), now));
    }

    private Transition take(Transition transition) {
        instance = transition.instance();
        sent.addAll(transition.sends());
        if (transition.entry() != null) {
            journal.add(transition.entry());
        }
        return transition;
    }
}
