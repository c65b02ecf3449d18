package io.millrace.saga;

import io.millrace.deadletter.Operator;
import io.millrace.saga.SagaStore.Filter;
import io.millrace.saga.SagaStore.Locked;
import io.millrace.saga.SagaStore.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an operator may do with sagas. Each act stands in the journal with who did it and why, or fails and changes
 * nothing. Safe for use by many threads.
 */
public final class SagaDesk {

    private static final Set<SagaStatus> OPEN =
            Set.of(SagaStatus.RUNNING, SagaStatus.COMPENSATING, SagaStatus.SUSPENDED);

    private final Engine engine;

    SagaDesk(Engine engine) {
        this.engine = engine;
    }

    public Optional<SagaInstance> find(String saga, String key) {
        return engine.store().find(saga, key);
    }

    /** Those that changed last come first. */
    public List<SagaInstance> list(Filter filter, int limit) {
        return engine.store().list(filter, limit);
    }

    /** Those that have not ended and have not changed for the time. */
    public List<SagaInstance> stuck(Duration unchangedFor, int limit) {
        return engine.store().list(new Filter(null, OPEN, unchangedFor), limit);
    }

    public Standing standing() {
        return engine.store().standing();
    }

    /** All transitions, from the first. */
    public List<JournalEntry> history(UUID saga) {
        return engine.store().history(saga);
    }

    /** Repeats what the suspended saga stands at, with a retry budget that begins anew and the deadline as far off as it was. */
    public SagaInstance retry(UUID saga, Operator operator) {
        return apply(saga, new Input.Retried(operator), "is not suspended");
    }

    /**
     * Says what became of the step that the suspended saga stands at.
     *
     * @throws IllegalStateException also if an undo is said to be NOT_DONE
     */
    public SagaInstance resolve(UUID saga, Resolution resolution, Operator operator) {
        return apply(saga, new Input.Resolved(operator, resolution), "is not suspended at a step");
    }

    /** Has the saga undone. */
    public SagaInstance cancel(UUID saga, Operator operator) {
        return apply(saga, new Input.Cancelled(operator), "has passed its pivot, has ended or is being undone");
    }

    /** Gives the saga so much time to reach its pivot, from now on. */
    public SagaInstance extendDeadline(UUID saga, Duration time, Operator operator) {
        return apply(saga, new Input.Extended(operator, time), "has passed its pivot, has ended or is being undone");
    }

    private SagaInstance apply(UUID id, Input.ByHand input, String otherwise) {
        return engine.environment().transactions().call(() -> {
            SagaInstance found =
                    engine.store().find(id).orElseThrow(() -> new IllegalArgumentException("there is no saga " + id));
            Locked locked = engine.store().lock(found.identity().name(), List.of(found.key()));
            SagaInstance instance = locked.instances().getFirst();
            SagaMachine<?> machine = engine.definitions()
                    .of(instance.identity())
                    .orElseThrow(() -> new IllegalStateException(SagaMachine.VERSION_IS_GONE.formatted(
                            instance.identity().version())));
            Advance advance = engine.byHand(new Advance(machine, instance, instance.context(), locked.now()), input);
            if (advance.entries().isEmpty()) {
                throw new IllegalStateException("the saga %s of %s %s: it is %s"
                        .formatted(instance.identity().name(), instance.key(), otherwise, instance.status()));
            }
            engine.record(List.of(advance));
            return advance.instance();
        });
    }
}
