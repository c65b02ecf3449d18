package io.millrace.saga;

import io.millrace.event.EventContext;
import io.millrace.outbox.Outbox.Caused;
import io.millrace.saga.Input.Returned;
import io.millrace.saga.Input.Woken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

    private record Taken(SagaInstance before, Input input, Transition transition) {}

    private static final int MOST_ROUNDS = 100;
    private static final Duration OLD = Duration.ofMillis(100);

    private final SagaMachine<?> machine;
    private final SagaInstance before;
    private final InstantSource time;
    private final EventContext context;
    private final List<Taken> taken = new ArrayList<>();
    private SagaInstance instance;
    private boolean silenced;
    private boolean callWaits;
    private @Nullable Work remote;
    private @Nullable LocalRun local;
    private Transition.Disposition disposition = Transition.Disposition.APPLIED;

    /** For an input that takes no time. */
    Advance(SagaMachine<?> machine, SagaInstance instance, EventContext context, Instant now) {
        this(machine, instance, context, InstantSource.fixed(now));
    }

    /**
     * @param context which what is sent inherits
     * @param time which goes on while local steps run
     */
    Advance(SagaMachine<?> machine, SagaInstance instance, EventContext context, InstantSource time) {
        this.machine = machine;
        this.before = instance;
        this.instance = instance;
        this.context = context;
        this.time = time;
    }

    /** Applies the input and nothing more. */
    Advance apply(Input input) {
        return take(input, machine.apply(instance, input, time.instant()));
    }

    private Advance take(Input input, Transition transition) {
        taken.add(new Taken(instance, input, transition));
        instance = transition.instance();
        disposition = transition.disposition();
        remote = remote(transition).orElse(null);
        transition.work().filter(work -> work.kind() == Work.Kind.LOCAL).ifPresent(this::runLocal);
        return this;
    }

    /** Goes on until the saga has to wait, a remote call is due, or it has been woken so often. */
    void wake(int most, boolean mayCall) {
        for (int round = 0; round < Math.min(most, MOST_ROUNDS) && remote == null && isDue(); round++) {
            Input input = new Woken();
            Transition woken = machine.apply(instance, input, time.instant());
            if (!mayCall && remote(woken).isPresent()) {
                callWaits = true;
                return;
            }
            long revision = instance.revision();
            take(input, woken);
            if (instance.revision() == revision) {
                return;
            }
        }
    }

    /**
     * Makes the last transition anew with the time that it is now, if local steps of other sagas have taken long since:
     * what it sends leaves with them, and the wait for the answer begins when it does.
     */
    void renew() {
        if (taken.isEmpty()) {
            return;
        }
        Taken last = taken.getLast();
        Instant now = time.instant();
        JournalEntry entry = last.transition().entry();
        if (entry == null || entry.at().plus(OLD).isAfter(now)) {
            return;
        }
        Transition renewed = machine.apply(last.before(), last.input(), now);
        if (renewed.entry() != null && renewed.work().equals(last.transition().work())) {
            taken.set(taken.size() - 1, new Taken(last.before(), last.input(), renewed));
            instance = renewed.instance();
        }
    }

    private static Optional<Work> remote(Transition transition) {
        return transition.work().filter(work -> work.kind() != Work.Kind.LOCAL);
    }

    private boolean isDue() {
        Instant wakeAt = instance.times().wakeAt();
        return wakeAt != null && !wakeAt.isAfter(time.instant());
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
        silenced = true;
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
        return taken.stream()
                .flatMap(each -> Stream.ofNullable(each.transition().entry()))
                .toList();
    }

    List<Caused> sends() {
        return silenced
                ? List.of()
                : taken.stream()
                        .flatMap(each -> each.transition().sends().stream())
                        .map(event -> new Caused(event, context))
                        .toList();
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
