package io.millrace.saga;

import io.millrace.saga.Advance.LocalFailure;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sagas that are due, many in a transaction. If that fails each transition gets a transaction of its own, so that
 * a bad one fails by itself (SG-7), and as the saga stood before it. Safe for use by many threads.
 */
final class DueSagas {

    private static final Logger log = LoggerFactory.getLogger(DueSagas.class);
    private static final Duration UNMOVED = Duration.ofMinutes(1);

    private final Engine engine;
    private final SagaRunner.Settings settings;
    private final String node;

    DueSagas(Engine engine, SagaRunner.Settings settings, String node) {
        this.engine = engine;
        this.settings = settings;
        this.node = node;
    }

    /** @param count how many were due */
    record Moved(int count, List<RemoteWork> calls) {}

    /** Moves some that are due, as far as they go without a remote call; begins so many calls at the most. */
    Moved move(int free) {
        try {
            return move(settings.batch(), Integer.MAX_VALUE, free, due -> {});
        } catch (RuntimeException | StackOverflowError e) {
            if (isOutage(e)) {
                throw e;
            }
            return moveEach(free);
        }
    }

    /** What a local step throws is its own affair: the saga's database answered up to then. */
    private boolean isOutage(Throwable e) {
        return !(e instanceof LocalFailure) && engine.environment().outages().isOutage(e);
    }

    private Moved moveEach(int free) {
        int count = 0;
        List<RemoteWork> calls = new ArrayList<>();
        for (Moved one = moveOne(free); one.count() > 0; one = moveOne(free)) {
            count++;
            calls.addAll(one.calls());
            if (count == settings.batch() || !one.calls().isEmpty()) {
                break;
            }
        }
        return new Moved(count, calls);
    }

    private Moved moveOne(int free) {
        List<SagaInstance> tried = new ArrayList<>();
        try {
            return move(1, 1, free, tried::addAll);
        } catch (RuntimeException | StackOverflowError e) {
            if (isOutage(e) || tried.isEmpty()) {
                throw e;
            }
            fail(tried.getFirst(), input(e));
            return new Moved(1, List.of());
        }
    }

    private static Input input(Throwable failure) {
        return failure instanceof LocalFailure local
                ? new Input.Threw(local.work(), local.failure())
                : new Input.Broken(failure);
    }

    private Moved move(int limit, int most, int free, Consumer<List<SagaInstance>> trying) {
        return engine.environment().transactions().call(() -> {
            Locked due = engine.store().due(engine.definitions().versions(), limit, settings.lease());
            trying.accept(due.instances());
            return new Moved(due.instances().size(), advanced(due, most, free));
        });
    }

    private List<RemoteWork> advanced(Locked due, int most, int free) {
        List<Advance> advances = new ArrayList<>();
        Map<UUID, Advance> calling = new LinkedHashMap<>();
        for (SagaInstance instance : due.instances()) {
            SagaMachine<?> machine =
                    engine.definitions().of(instance.identity()).orElseThrow();
            Advance advance = new Advance(machine, instance, instance.context(), due.now());
            advance.wake(most, calling.size() < free);
            advance.remote().ifPresent(work -> calling.put(instance.id(), advance));
            advances.add(advance);
        }
        engine.record(advances);
        advances.forEach(advance -> postpone(advance, due.now()));
        return leased(calling);
    }

    private void postpone(Advance advance, Instant now) {
        UUID saga = advance.instance().id();
        if (advance.callWaits()) {
            engine.store().postpone(saga, now.plus(settings.poll()));
        } else if (advance.entries().isEmpty() && advance.remote().isEmpty()) {
            log.warn("saga {} was due and has nothing to do", saga);
            engine.store().postpone(saga, now.plus(UNMOVED));
        }
    }

    private List<RemoteWork> leased(Map<UUID, Advance> calling) {
        if (calling.isEmpty()) {
            return List.of();
        }
        List<RemoteWork> works = new ArrayList<>();
        for (Lease lease : engine.store().lease(calling.keySet(), node, settings.lease())) {
            Advance advance = calling.get(lease.saga());
            if (advance != null) {
                works.add(new RemoteWork(
                        advance.machine(), advance.instance(), advance.remote().orElseThrow(), lease));
            }
        }
        return works;
    }

    /** A failure that can't be recorded suspends the saga, without a word if that is what fails. */
    private void fail(SagaInstance tried, Input failure) {
        try {
            record(tried, advance -> advance.apply(failure));
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw e;
            }
            log.warn("the failure of saga {} can't be recorded: {}", tried.id(), e.toString());
            record(tried, advance -> advance.apply(new Input.Broken(e)).silenced());
        }
    }

    /** Unless somebody has moved the saga meanwhile. */
    private void record(SagaInstance tried, UnaryOperator<Advance> failing) {
        engine.environment().transactions().run(() -> {
            Locked locked = engine.store().lock(tried.identity().name(), List.of(tried.key()));
            for (SagaInstance found : locked.instances()) {
                if (found.revision() == tried.revision()) {
                    SagaMachine<?> machine =
                            engine.definitions().of(found.identity()).orElseThrow();
                    Advance failed = failing.apply(new Advance(machine, found, found.context(), locked.now()));
                    engine.record(List.of(failed));
                    postpone(failed, locked.now());
                }
            }
        });
    }
}
