package io.millrace.saga;

import io.millrace.event.EventContext;
import io.millrace.outbox.Outbox.Caused;
import io.millrace.saga.Input.Returned;
import io.millrace.saga.Input.Woken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transitions that one instance makes in a transaction, one after the other. Local steps run in between, so what
 * they throw rolls all of it back. For one thread.
 */
final class Advance {

    /** A local step threw. */
    static final class LocalFailure extends RuntimeException {

        private final transient Work work;

        LocalFailure(Work work, Throwable cause) {
            super(cause);
            this.work = work;
        }

        Work work() {
            return work;
        }

        Throwable failure() {
            return java.util.Objects.requireNonNull(getCause());
        }
    }

    /** @param took how long the step's code has run, until it returned or threw */
    record LocalRun(Work work, Duration took) {}

    private static final int MOST_ROUNDS = 100;

    private final SagaMachine<?> machine;
    private final SagaInstance before;
    private final Instant now;
    private final EventContext context;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Caused> sends = new ArrayList<>();
    private SagaInstance instance;
    private boolean callWaits;
    private @Nullable Work remote;
    private @Nullable LocalRun local;
    private Transition.Disposition disposition = Transition.Disposition.APPLIED;

    /** @param context which what is sent inherits */
    Advance(SagaMachine<?> machine, SagaInstance instance, EventContext context, Instant now) {
        this.machine = machine;
        this.before = instance;
        this.instance = instance;
        this.context = context;
        this.now = now;
    }

    /** Applies the input and nothing more. */
    Advance apply(Input input) {
        return take(machine.apply(instance, input, now));
    }

    private Advance take(Transition transition) {
        if (transition.entry() != null) {
            entries.add(transition.entry());
        }
        transition.sends().forEach(event -> sends.add(new Caused(event, context)));
        instance = transition.instance();
        disposition = transition.disposition();
        remote = remote(transition).orElse(null);
        transition.work().filter(work -> work.kind() == Work.Kind.LOCAL).ifPresent(this::runLocal);
        return this;
    }

    /** Goes on until the saga has to wait, a remote call is due, or it has been woken so often. */
    void wake(int most, boolean mayCall) {
        for (int round = 0; round < Math.min(most, MOST_ROUNDS) && remote == null && isDue(); round++) {
            Transition woken = machine.apply(instance, new Woken(), now);
            if (!mayCall && remote(woken).isPresent()) {
                callWaits = true;
                return;
            }
            int before = entries.size();
            take(woken);
            if (entries.size() == before) {
                return;
            }
        }
    }

    private static Optional<Work> remote(Transition transition) {
        return transition.work().filter(work -> work.kind() != Work.Kind.LOCAL);
    }

    private boolean isDue() {
        Instant wakeAt = instance.times().wakeAt();
        return wakeAt != null && !wakeAt.isAfter(now);
    }

    private void runLocal(Work work) {
        long begun = System.nanoTime();
        try {
            Object result = context.call(() -> machine.code().perform(instance, work));
            apply(new Returned(work, result));
        } catch (LocalFailure e) {
            throw e;
        } catch (SagaCode.ThrownException e) {
            throw new LocalFailure(work, e.thrown());
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            throw new LocalFailure(work, e);
        } finally {
            local = new LocalRun(work, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** As it is, without the messages. */
    Advance silenced() {
        sends.clear();
        return this;
    }

    /** Says what becomes of the message. */
    Advance disposed(Transition.Disposition of) {
        disposition = of;
        return this;
    }

    SagaMachine<?> machine() {
        return machine;
    }

    /** The saga as it stood before all of it. */
    SagaInstance before() {
        return before;
    }

    SagaInstance instance() {
        return instance;
    }

    List<JournalEntry> entries() {
        return entries;
    }

    List<Caused> sends() {
        return sends;
    }

    /** The call or probe that is due. */
    Optional<Work> remote() {
        return Optional.ofNullable(remote);
    }

    /** The last local step that ran, well or not. */
    Optional<LocalRun> local() {
        return Optional.ofNullable(local);
    }

    /** Whether a call or a probe is due that was not to be begun. */
    boolean callWaits() {
        return callWaits;
    }

    Transition.Disposition disposition() {
        return disposition;
    }
}
