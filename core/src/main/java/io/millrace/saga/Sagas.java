package io.millrace.saga;

import io.millrace.consumer.BatchHandler;
import io.millrace.deadletter.Operator;
import io.millrace.event.EventContext;
import io.millrace.outbox.Outbox.Caused;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The sagas of an application: starts them, cancels them, and tells how they stand. Safe for use by many threads.
 *
 * <p>What they do is done by a {@link SagaRunner} of any process that knows their version, and by the consumer that
 * hands their messages to {@link #messages()}.
 */
public final class Sagas implements AutoCloseable {

    /** What became of the wish to cancel a saga. */
    public enum Cancellation {
        /** It is being undone, by this wish or for another reason. */
        UNDER_WAY,
        /** It has passed its pivot: it goes forward, or has ended well. */
        TOO_LATE,
        /** It was undone before. */
        ALREADY_UNDONE,
        /** There is none under the key. */
        UNKNOWN
    }

    private final Engine engine;
    private final OutcomeWatch outcomes;

    private Sagas(Engine engine) {
        this.engine = engine;
        this.outcomes = new OutcomeWatch(engine);
    }

    /**
     * The sagas, several versions of one among them, recorded as known.
     *
     * @throws IllegalStateException if a version was changed since it was recorded: raise the version
     * @throws io.millrace.event.UnknownEventTypeException if an answer's type is not registered
     */
    public static Sagas of(SagaEnvironment environment, Collection<Saga<?>> definitions) {
        Definitions known = new Definitions(definitions, environment.types());
        definitions.forEach(environment.store()::register);
        return new Sagas(new Engine(environment, known, new Wakeups()));
    }

    /**
     * Starts a saga in the active transaction, or in one of its own; its first message leaves with the commit. If
     * there is one under the key already, that one stands and nothing else happens; it is not locked, so nobody waits for
     * who moves it just then.
     *
     * @param key of the business; answers come under it
     * @return the id of the instance under the key
     */
    public <S extends Record> UUID start(Saga<S> saga, String key, S state) {
        SagaMachine<S> machine = engine.definitions().of(saga);
        return engine.environment().transactions().call(() -> {
            Optional<SagaInstance> there = engine.store().find(saga.name(), key);
            if (there.isPresent()) {
                return there.get().id();
            }
            EventContext context = EventContext.current();
            Transition start = machine.start(key, state, context, engine.store().now());
            return inserted(start, context) ? start.instance().id() : startedMeanwhile(saga, key);
        });
    }

    private boolean inserted(Transition start, EventContext context) {
        if (!engine.store().insert(java.util.Objects.requireNonNull(start.entry()))) {
            return false;
        }
        engine.environment()
                .outbox()
                .addAll(start.sends().stream()
                        .map(event -> new Caused(event, context))
                        .toList());
        engine.environment().transactions().afterCommit(engine.wakeups()::ring);
        return true;
    }

    private UUID startedMeanwhile(Saga<?> saga, String key) {
        return engine.store()
                .find(saga.name(), key)
                .map(SagaInstance::id)
                .orElseThrow(() ->
                        new StaleSagaException("saga '%s' of %s was started by a transaction that this one does not see"
                                .formatted(saga.name(), key)));
    }

    /**
     * Has the saga undone unless it has passed its pivot; joins the active transaction, or has one of its own.
     *
     * @throws IllegalStateException if nobody here knows its version, or its {@code whenTurnedBack} throws
     */
    public Cancellation cancel(String saga, String key, Operator operator) {
        return engine.environment().transactions().call(() -> {
            Locked locked = engine.store().lock(saga, List.of(key));
            if (locked.instances().isEmpty()) {
                return Cancellation.UNKNOWN;
            }
            SagaInstance instance = locked.instances().getFirst();
            Advance advance = engine.byHand(
                    new Advance(machineOf(instance), instance, cancelling(instance), locked.now()),
                    new Input.Cancelled(operator));
            engine.record(List.of(advance));
            return cancellation(advance.instance());
        });
    }

    /** What undoes belongs to the saga; only what caused it may be the caller's. */
    private static EventContext cancelling(SagaInstance instance) {
        EventContext begun = instance.context();
        String cause = EventContext.current().causationId();
        return new EventContext(
                begun.correlationId(), cause == null ? begun.causationId() : cause, begun.actor(), begun.traceparent());
    }

    private static Cancellation cancellation(SagaInstance instance) {
        if (instance.status() == SagaStatus.COMPENSATED) {
            return Cancellation.ALREADY_UNDONE;
        }
        return instance.course().undoing() == null ? Cancellation.TOO_LATE : Cancellation.UNDER_WAY;
    }

    private SagaMachine<?> machineOf(SagaInstance instance) {
        return engine.definitions()
                .of(instance.identity())
                .orElseThrow(() -> new IllegalStateException(SagaMachine.VERSION_IS_GONE.formatted(
                        instance.identity().version())));
    }

    /** The saga under the key. */
    public Optional<SagaInstance> find(String saga, String key) {
        return engine.store().find(saga, key);
    }

    /**
     * Completes when the saga under the key has ended, within 100 ms or so, on a thread of its own. It is looked for until
     * the stage has completed, so complete it by {@code orTimeout} or {@code cancel} where nobody waits any more: a
     * suspended saga waits for a person. Fails if there is none.
     */
    public CompletionStage<SagaOutcome> outcome(String saga, String key) {
        return outcomes.of(saga, key);
    }

    /** As the other one; after the time it fails with a {@link java.util.concurrent.TimeoutException}. */
    public CompletionStage<SagaOutcome> outcome(String saga, String key, Duration atMost) {
        return outcomes.of(saga, key, atMost);
    }

    /**
     * Takes the messages in that the sagas wait for: for an {@code EventConsumer} of all topics that carry them. One that
     * comes before its saga is kept for it, for as long as sagas are kept that have ended.
     */
    public BatchHandler messages() {
        return new SagaMessages(engine, true);
    }

    /**
     * As {@link #messages}, for sagas that have started: where none starts any more, messages of their types that are
     * meant for others are not kept.
     */
    public BatchHandler messagesForStarted() {
        return new SagaMessages(engine, false);
    }

    /** What operators do. */
    public SagaDesk desk() {
        return new SagaDesk(engine);
    }

    Engine engine() {
        return engine;
    }

    /** Stops waiting for outcomes; those that are waited for fail. */
    @Override
    public void close() {
        outcomes.close();
    }
}
