package io.millrace.saga;

import io.millrace.deadletter.Operator;
import io.millrace.event.EventContext;
import io.millrace.event.EventIds;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.saga.SagaInstance.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One saga without database, broker and threads: nothing happens by itself, and time stands still. What a test kit
 * decides on, and in which order, is what happens. For one thread.
 */
public final class SagaSimulation<S extends Record> {

    /**
     * A message that the saga sent.
     *
     * @param step null for what says that the saga is stuck
     * @param answered whether the saga waits for an answer
     */
    public record Sent(@Nullable String step, Direction direction, boolean answered, OutgoingEvent event) {

        /** What was sent. */
        public Object message() {
            return event.event();
        }
    }

    private final SagaMachine<S> machine;
    private final List<Sent> sent = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<Object> kept = new ArrayList<>();
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
        start(EventIds.next(), key, state);
    }

    /** As the other one, under an id that the caller chose: the same inputs give the same then. */
    public void start(UUID id, String key, S state) {
        if (instance != null) {
            throw new IllegalStateException("the saga has been started already");
        }
        Saga<S> saga = machine.saga();
        take(machine.start(new Identity(id, saga.name(), saga.version(), key), state, EventContext.none(), now));
    }

    public Saga<S> saga() {
        return machine.saga();
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
    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** All transitions so far. */
    public List<JournalEntry> journal() {
        return List.copyOf(journal);
    }

    /**
     * Delivers a message under the saga's key; returns whether it meant anything. What the definition could not take in
     * is delivered again when the saga goes on.
     */
    public boolean deliver(Object event) {
        Transition transition = take(machine.apply(instance(), new Input.Message(event), now));
        if (transition.disposition() == Transition.Disposition.KEPT) {
            kept.add(event);
        }
        return transition.changed();
    }

    /** Whether a step takes the message, or the exception of its call, as a refusal. */
    public boolean isRefusal(String step, Object outcome) {
        return switch (machine.saga().step(step).orElse(null)) {
            case Step.LocalStep<S> local -> local.rejections().of(outcome).isPresent();
            case Step.CallStep<S> call -> call.rejections().of(outcome).isPresent();
            case Step.CommandStep<S> command -> command.rejections().of(outcome).isPresent();
            case null, default -> false;
        };
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

    /** The work returned that. A local step whose result the state can't take in has thrown. */
    public void returned(Work work, Object result) {
        try {
            take(machine.apply(instance(), new Input.Returned(work, result), now));
        } catch (DefinitionException e) {
            threw(work, e);
        }
    }

    public void threw(Work work, Throwable failure) {
        take(machine.apply(instance(), new Input.Threw(work, failure), now));
    }

    /** The call has not returned in its time. */
    public void givenUp(Work work) {
        Duration within = machine.code().within(work);
        take(machine.apply(instance(), new Input.GivenUp(work, within), now));
    }

    @SuppressWarnings("unchecked")
    public void probed(Work work, Probe.Finding<?> finding) {
        take(machine.apply(instance(), new Input.Probed(work, (Probe.Finding<Object>) finding), now));
    }

    public void cancel(Operator operator) {
        byHand(new Input.Cancelled(operator));
    }

    public void retry(Operator operator) {
        byHand(new Input.Retried(operator));
    }

    public void resolve(Operator operator, Resolution resolution) {
        byHand(new Input.Resolved(operator, resolution));
    }

    public void extend(Operator operator, Duration time) {
        byHand(new Input.Extended(operator, time));
    }

    private void byHand(Input.ByHand input) {
        take(machine.apply(instance(), input, now));
        List<Object> waiting = List.copyOf(kept);
        if (instance().status() != SagaStatus.SUSPENDED) {
            kept.clear();
            waiting.forEach(this::deliver);
        }
    }

    private Transition take(Transition transition) {
        SagaInstance before = instance;
        instance = transition.instance();
        if (transition.entry() != null) {
            List<StepRun> senders = transition.entry().changed().stream()
                    .filter(run -> hasSent(run, before))
                    .toList();
            for (int i = 0; i < transition.sends().size(); i++) {
                sent.add(sent(
                        i < senders.size() ? senders.get(i) : null,
                        transition.sends().get(i)));
            }
        }
        if (transition.entry() != null) {
            journal.add(transition.entry());
        }
        return transition;
    }

    /** Whether another attempt of a step that sends was begun; each sends one message, in the order of the runs. */
    private boolean hasSent(StepRun run, @Nullable SagaInstance before) {
        boolean sends = run.status() == StepStatus.IN_FLIGHT || run.status() == StepStatus.DONE;
        int attempts = before == null
                ? 0
                : before.run(run.step(), run.direction()).map(StepRun::attempts).orElse(0);
        return sends
                && run.attempts() > attempts
                && switch (machine.saga().step(run.step()).orElse(null)) {
                    case Step.CommandStep<S> command -> true;
                    case Step.PublishStep<S> publish -> true;
                    case null, default -> false;
                };
    }

    private static Sent sent(@Nullable StepRun sender, OutgoingEvent event) {
        return sender == null
                ? new Sent(null, Direction.FORWARD, false, event)
                : new Sent(sender.step(), sender.direction(), sender.status() == StepStatus.IN_FLIGHT, event);
    }
}
