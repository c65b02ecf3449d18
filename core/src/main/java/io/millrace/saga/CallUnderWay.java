package io.millrace.saga;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.millrace.saga.SagaCode.ThrownException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** A call or a probe on a virtual thread of its own. Safe for use by many threads. */
final class CallUnderWay {

    private final RemoteWork work;
    private final FutureTask<Optional<Input.Outcome>> task = new FutureTask<>(this::made);
    private volatile long begunNanos = System.nanoTime();

    CallUnderWay(RemoteWork work) {
        this.work = work;
    }

    void start(String thread) {
        Thread.ofVirtual().name(thread).start(task);
    }

    void interrupt() {
        task.cancel(true);
    }

    /** For how long it has been under way, in whole microseconds as the store keeps them. */
    Duration begunFor() {
        return Duration.ofNanos(System.nanoTime() - begunNanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** Waits for it; empty if it never began, for somebody else may have taken the saga over before it could. */
    Optional<Input.Outcome> outcome() {
        Duration within = work.machine().code().within(work.work());
        try {
            return task.get(NANOSECONDS.convert(within), NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            interrupt();
            return Optional.of(givenUp(within));
        } catch (ExecutionException e) {
            return Optional.of(new Input.Threw(work.work(), Objects.requireNonNullElse(e.getCause(), e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(givenUp(within));
        }
    }

    private Input.Outcome givenUp(Duration within) {
        return isProbe() ? new Input.Probed(work.work(), Probe.unknown()) : new Input.GivenUp(work.work(), within);
    }

    private boolean isProbe() {
        return work.work().kind() == Work.Kind.PROBE;
    }

    /** The commit before it may have taken longer than the lease. */
    private Optional<Input.Outcome> made() {
        begunNanos = System.nanoTime();
        return begunNanos - work.leasedUntilNanos() < 0 ? Optional.of(performed()) : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private Input.Outcome performed() {
        try {
            Object result =
                    work.instance().context().call(() -> work.machine().code().perform(work.instance(), work.work()));
            return isProbe()
                    ? new Input.Probed(work.work(), (Probe.Finding<Object>) result)
                    : new Input.Returned(work.work(), result);
        } catch (ThrownException e) {
            return isProbe()
                    ? new Input.Probed(work.work(), Probe.unknown())
                    : new Input.Threw(work.work(), e.thrown());
        } catch (Throwable e) {
            return new Input.Threw(work.work(), e);
        }
    }
}
