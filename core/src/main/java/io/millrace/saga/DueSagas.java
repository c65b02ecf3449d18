package io.millrace.saga;

import io.millrace.saga.Advance.LocalFailure;
import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sagas that are due, many in a transaction. If that fails each gets a transaction of its own, with one local
 * step, so that a bad one fails by itself (SG-7). Safe for use by many threads.
 */
final class DueSagas {

    /** A transaction that failed, and the only instance in it. */
    private static final class AloneFailure extends RuntimeException {

        private final transient SagaInstance instance;

        AloneFailure(SagaInstance instance, Throwable cause) {
            super(cause);
            this.instance = instance;
        }

        Input input() {
            return getCause() instanceof LocalFailure local
                    ? new Input.Threw(local.work(), local.failure())
                    : new Input.Broken(Objects.requireNonNull(getCause()));
        }
    }

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

    /** Moves some that are due, as far as they go without a remote call. */
    Moved move() {
        try {
            return moveSome(settings.batch(), Integer.MAX_VALUE);
        } catch (RuntimeException | StackOverflowError e) {
            if (isOutage(e)) {
                throw e;
            }
            return moveEach();
        }
    }

    /** What a local step throws is its own affair: the saga's database answered up to then. */
    private boolean isOutage(Throwable e) {
        Throwable cause = e instanceof AloneFailure alone ? alone.getCause() : e;
        return !(cause instanceof LocalFailure)
                && engine.environment().outages().isOutage(e);
    }

    /** @param count how many were due */
    record Moved(int count, List<RemoteWork> calls) {}

    private Moved moveEach() {
        int count = 0;
        List<RemoteWork> calls = new ArrayList<>();
        for (Moved one = moveOne(); one.count() > 0; one = moveOne()) {
            count++;
            calls.addAll(one.calls());
            if (count == settings.batch() || !one.calls().isEmpty()) {
                break;
            }
        }
        return new Moved(count, calls);
    }

    private Moved moveOne() {
        try {
            return moveSome(1, 1);
        } catch (AloneFailure e) {
            if (isOutage(e)) {
                throw e;
            }
            fail(e.instance, e.input());
            return new Moved(1, List.of());
        }
    }

    private Moved moveSome(int limit, int mostLocals) {
        return engine.environment().transactions().call(() -> {
            Locked due = engine.store().due(engine.definitions().versions(), limit, settings.lease());
            try {
                return new Moved(due.instances().size(), advanced(due, mostLocals));
            } catch (RuntimeException | StackOverflowError e) {
                if (due.instances().size() == 1) {
                    throw new AloneFailure(due.instances().getFirst(), e);
                }
                throw e;
            }
        });
    }

    private List<RemoteWork> advanced(Locked due, int mostLocals) {
        List<Advance> advances = new ArrayList<>();
        for (SagaInstance instance : due.instances()) {
            SagaMachine<?> machine =
                    engine.definitions().of(instance.identity()).orElseThrow();
            Advance advance = new Advance(machine, instance, instance.context(), due.now()).wake(mostLocals);
            if (advance.entries().isEmpty() && advance.remote().isEmpty()) {
                log.warn("saga {} was due and has nothing to do", instance.id());
                engine.store().postpone(instance.id(), due.now().plus(UNMOVED));
            }
            advances.add(advance);
        }
        engine.record(advances);
        return leased(advances.stream()
                .filter(advance -> advance.remote().isPresent())
                .collect(Collectors.toMap(advance -> advance.instance().id(), Function.identity())));
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

    /** Records the failure, unless somebody has moved the saga meanwhile. */
    private void fail(SagaInstance tried, Input failure) {
        engine.environment().transactions().run(() -> {
            Locked locked = engine.store().lock(tried.identity().name(), List.of(tried.key()));
            locked.instances().stream()
                    .filter(found -> found.revision() == tried.revision())
                    .forEach(found -> engine.record(List.of(new Advance(
                                    engine.definitions().of(found.identity()).orElseThrow(),
                                    found,
                                    found.context(),
                                    locked.now())
                            .apply(failure))));
        });
    }
}
