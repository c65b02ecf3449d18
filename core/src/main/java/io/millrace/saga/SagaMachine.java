package io.millrace.saga;

import io.millrace.event.EventContext;
import io.millrace.event.EventIds;
import io.millrace.saga.Input.Adopted;
import io.millrace.saga.Input.Broken;
import io.millrace.saga.Input.ByHand;
import io.millrace.saga.Input.Ended;
import io.millrace.saga.Input.Message;
import io.millrace.saga.Input.Orphaned;
import io.millrace.saga.Input.Outcome;
import io.millrace.saga.Input.Woken;
import io.millrace.saga.JournalEntry.Kind;
import io.millrace.saga.SagaInstance.Course;
import io.millrace.saga.SagaInstance.Identity;
import io.millrace.saga.SagaInstance.Times;
import java.time.Instant;
import java.util.List;

/**
 * Decides what an input makes of a saga: a function of instance, input and time, without any effect of its own. What
 * has to be sent or run is part of the answer. Immutable.
 *
 * @param <S> the state
 */
class SagaMachine<S extends Record> {

    static final String VERSION_IS_GONE = "no running instance of the application knows version %d";

    private final Saga<S> saga;

    SagaMachine(Saga<S> saga) {
        this.saga = saga;
    }

    /** For instances of a version that is not known here: it can suspend them and do nothing else. */
    static SagaMachine<?> ofUnknown(Identity identity) {
        return new SagaMachine<>(
                new Saga<>(identity.name(), identity.version(), UnknownState.class, List.of(), null, Reactions.none()));
    }

    private record UnknownState() {}

    Saga<S> saga() {
        return saga;
    }

    /** What its steps do. */
    SagaCode<S> code() {
        return new SagaCode<>(saga);
    }

    /** A new instance, with its first messages. */
    Transition start(String key, S state, EventContext context, Instant now) {
        return start(new Identity(EventIds.next(), saga.name(), saga.version(), key), state, context, now);
    }

    Transition start(Identity identity, S state, EventContext context, Instant now) {
        SagaInstance begun = new SagaInstance(
                identity,
                0,
                StateCodec.encode(state),
                Course.begun(),
                new Times(now, now, saga.deadline().map(now::plus).orElse(null), now, null),
                context,
                List.of());
        SagaMove<S> move = new SagaMove<>(saga, begun, now);
        move.note(Kind.STARTED, null, null);
        move.proceed();
        return move.transition();
    }

    /** What the input makes of the instance; unchanged where it means nothing to it. */
    Transition apply(SagaInstance instance, Input input, Instant now) {
        SagaMove<S> move = new SagaMove<>(saga, instance, now);
        switch (input) {
            case Woken woken -> new Waking<>(move).wake();
            case Message(Object event) -> new Answering<>(saga, move).take(event);
            case Outcome outcome -> new Outcomes<>(move).take(outcome);
            case Ended(Outcome outcome, Instant begunAt) -> {
                move.begunAt(outcome.work(), begunAt);
                new Outcomes<>(move).take(outcome);
            }
            case Broken(Throwable failure) -> suspend(move, Reason.of(failure));
            case Orphaned orphaned ->
                suspend(move, VERSION_IS_GONE.formatted(instance.identity().version()));
            case Adopted adopted -> adopt(move);
            case ByHand byHand -> new HandWork<>(move).apply(byHand);
        }
        return move.transition();
    }

    private void suspend(SagaMove<S> move, String reason) {
        SagaInstance instance = move.instance();
        if (!instance.status().ended() && instance.status() != SagaStatus.SUSPENDED) {
            move.note(Kind.SUSPENDED, null, null);
            move.suspend(reason);
        }
    }

    private void adopt(SagaMove<S> move) {
        if (move.instance().status() != SagaStatus.SUSPENDED) {
            return;
        }
        move.note(Kind.RESUMED, null, "version %d is known again".formatted(saga.version()));
        new Resumption<>(move).goOn();
    }
}
