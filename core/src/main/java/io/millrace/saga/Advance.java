package io.millrace.saga;

import io.millrace.event.EventContext;
import io.millrace.outbox.Outbox.Caused;
import io.millrace.saga.Input.Returned;
import io.millrace.saga.Input.Woken;
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

    private static final int MOST_ROUNDS = 100;

    private final SagaMachine<?> machine;
    private final Instant now;
    private final EventContext context;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Caused> sends = new ArrayList<>();
    private SagaInstance instance;
    private int locals;
    private @Nullable Work remote;
    private Transition.Disposition disposition = Transition.Disposition.APPLIED;

    /** @param context which what is sent inherits */
    Advance(SagaMachine<?> machine, SagaInstance instance, EventContext context, Instant now) {
        this.machine = machine;
        this.instance = instance;
        this.context = context;
        this.now = now;
    }

    /** Applies the input and nothing more. */
    Advance apply(Input input) {
        Transition transition = machine.apply(instance, input, now);
        if (transition.entry() != null) {
            entries.add(transition.entry());
        }
        transition.sends().forEach(event -> sends.add(new Caused(event, context)));
        instance = transition.instance();
        disposition = transition.disposition();
        remote =
                transition.work().filter(work -> work.kind() != Work.Kind.LOCAL).orElse(null);
        transition.work().filter(work -> work.kind() == Work.Kind.LOCAL).ifPresent(this::runLocal);
        return this;
    }

    /** Goes on until the saga has to wait, a remote call is due, or so many local steps have run. */
    Advance wake(int mostLocals) {
        for (int round = 0; round < MOST_ROUNDS && locals < mostLocals && remote == null && isDue(); round++) {
            int before = entries.size();
            apply(new Woken());
            if (entries.size() == before) {
                return this;
            }
        }
        return this;
    }

    private boolean isDue() {
        Instant wakeAt = instance.times().wakeAt();
        return wakeAt != null && !wakeAt.isAfter(now);
    }

    private void runLocal(Work work) {
        locals++;
        try {
            Object result = context.call(() -> machine.code().perform(instance, work));
            apply(new Returned(work, result));
        } catch (LocalFailure e) {
            throw e;
        } catch (SagaCode.ThrownException e) {
            throw new LocalFailure(work, e.thrown());
        } catch (RuntimeException | StackOverflowError e) {
            throw new LocalFailure(work, e);
        }
    }

    SagaMachine<?> machine() {
        return machine;
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

    Transition.Disposition disposition() {
        return disposition;
    }
}
