package io.millrace.saga;

import io.millrace.saga.Advance.LocalFailure;
import io.millrace.saga.Advance.LocalRun;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whose failure it was that ended a transaction, and records those of sagas. Safe for use by many threads. */
final class SagaFailures {

    /** The connection broke, or the database ended the transaction, while the step ran. */
    static final class TransactionLostException extends RuntimeException {

        TransactionLostException(Duration after, Throwable cause) {
            super("its transaction was lost after %d ms: %s".formatted(after.toMillis(), cause), cause);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(SagaFailures.class);

    private final Engine engine;
    private final Duration lease;

    /** @param lease after which the database ends a transaction that stands idle, and a statement of a step's */
    SagaFailures(Engine engine, Duration lease) {
        this.engine = engine;
        this.lease = lease;
    }

    /** Whether none of those that were tried can be blamed: the database is out, or was not even asked for them. */
    boolean isNobodys(Collection<Advance> tried, Throwable e) {
        return tried.stream().allMatch(each -> each.local().isEmpty())
                && (tried.isEmpty() || engine.environment().outages().isOutage(e));
    }

    /**
     * Whether the transaction was lost under a local step. Its own doing and an outage of the database look the same
     * the first time.
     */
    boolean isLoss(Advance tried, Throwable e) {
        return lost(tried, e).isPresent();
    }

    private Optional<LocalRun> lost(Advance tried, Throwable e) {
        boolean outage = engine.environment().outages().isOutage(e);
        return tried.local().filter(run -> outage || ranTooLong(run));
    }

    /**
     * It stood idle, or waited inside a statement. The driver does not always tell by which error the database has ended
     * that, so half counts as all.
     */
    private boolean ranTooLong(LocalRun run) {
        return run.took().multipliedBy(2).compareTo(lease) >= 0;
    }

    /**
     * Records the failure of the saga; one that can't be recorded suspends it, without a word, for that may be what fails.
     *
     * @param recorded hears of it, in the transaction
     */
    void record(Advance tried, Throwable e, BiConsumer<Advance, Instant> recorded) {
        SagaInstance before = tried.before();
        try {
            record(before, advance -> advance.apply(input(tried, e)), recorded);
        } catch (RuntimeException | Error again) {
            Fatal.rethrow(again);
            if (engine.environment().outages().isOutage(again)) {
                throw again;
            }
            log.warn("the failure of saga {} can't be recorded: {}", before.id(), again.toString());
            record(before, advance -> advance.apply(new Input.Broken(again)).silenced(), recorded);
        }
    }

    private Input input(Advance tried, Throwable e) {
        if (e instanceof LocalFailure local) {
            return new Input.Threw(local.work(), local.failure());
        }
        return lost(tried, e)
                .<Input>map(run -> new Input.Threw(run.work(), new TransactionLostException(run.took(), e)))
                .orElseGet(() -> new Input.Broken(e));
    }

    /** Unless somebody has moved the saga meanwhile. */
    private void record(SagaInstance before, UnaryOperator<Advance> failing, BiConsumer<Advance, Instant> recorded) {
        engine.environment().transactions().run(() -> {
            Locked locked = engine.store().lock(before.identity().name(), List.of(before.key()));
            for (SagaInstance found : locked.instances()) {
                if (found.revision() == before.revision()) {
                    SagaMachine<?> machine =
                            engine.definitions().of(found.identity()).orElseThrow();
                    Advance failed = failing.apply(new Advance(machine, found, found.context(), locked.now()));
                    engine.record(List.of(failed));
                    recorded.accept(failed, locked.now());
                }
            }
        });
    }
}
