package io.millrace.saga;

import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Locked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sagas that are due, many in a transaction. If that fails each transition gets a transaction of its own, so that
 * a bad one fails by itself (SG-7), and as the saga stood before it. Safe for use by many threads.
 */
final class DueSagas {

    private static final Logger log = LoggerFactory.getLogger(DueSagas.class);
    private static final Duration UNMOVED = Duration.ofMinutes(1);
    private static final Duration PUT_OFF_AT_MOST = Duration.ofSeconds(10);

    private final Engine engine;
    private final SagaRunner.Settings settings;
    private final String node;
    private final SagaFailures failures;
    private final LostTransactions lost = new LostTransactions();

    DueSagas(Engine engine, SagaRunner.Settings settings, String node) {
        this.engine = engine;
        this.settings = settings;
        this.node = node;
        this.failures = new SagaFailures(engine, settings.lease());
    }

    /** How many calls, and sagas alone, may be begun. */
    record Places(int calls, int alone) {}

    /**
     * @param count how many were due; what only waits for a place counts if there may be more behind it
     * @param alone those that are to be moved alone
     */
    record Moved(int count, List<RemoteWork> calls, List<Lease> alone) {}

    /** Moves some that are due, as far as they go without a remote call. */
    Moved move(Places free) {
        List<Advance> tried = new ArrayList<>();
        try {
            return move(settings.batch(), Integer.MAX_VALUE, free, tried);
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            if (failures.isNobodys(tried, e)) {
                throw e;
            }
            return moveEach(free);
        }
    }

    private Moved moveEach(Places free) {
        int count = 0;
        for (Moved one = moveOne(free); one.count() > 0; one = moveOne(free)) {
            count++;
            if (count == settings.batch()
                    || !one.calls().isEmpty()
                    || !one.alone().isEmpty()) {
                return new Moved(count, one.calls(), one.alone());
            }
        }
        return new Moved(count, List.of(), List.of());
    }

    private Moved moveOne(Places free) {
        List<Advance> tried = new ArrayList<>();
        try {
            return move(1, 1, free, tried);
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            if (failures.isNobodys(tried, e)) {
                throw e;
            }
            Advance one = tried.getFirst();
            boolean maybeOutage =
                    failures.isLoss(one, e) && lost.add(one.before().id());
            if (!maybeOutage) {
                failures.record(one, e, this::postpone);
            }
            return new Moved(1, List.of(), List.of());
        }
    }

    /** Moves a saga by one step that has lost its transaction before. If it does so again, that was not the database. */
    void moveAlone(Lease lease) {
        List<Advance> tried = new ArrayList<>();
        try {
            engine.environment().transactions().run(() -> {
                engine.store().limit(settings.lease());
                engine.store()
                        .hold(lease)
                        .ifPresent(
                                held -> advanced(held.instances(), StoreTime.from(held.now()), new Going(1, 0, tried)));
            });
            lost.remove(lease.saga());
        } catch (RuntimeException | Error e) {
            Fatal.rethrow(e);
            if (failures.isNobodys(tried, e)) {
                throw e;
            }
            failures.record(tried.getFirst(), e, this::postpone);
        }
    }

    private Moved move(int limit, int most, Places free, List<Advance> tried) {
        return engine.environment().transactions().call(() -> {
            Locked due = engine.store().due(engine.definitions().versions(), limit, settings.lease());
            InstantSource time = StoreTime.from(due.now());
            Predicate<SagaInstance> alone = instance -> lost.contains(instance.id());
            List<UUID> apart =
                    due.instances().stream().filter(alone).map(SagaInstance::id).toList();
            List<SagaInstance> others =
                    due.instances().stream().filter(alone.negate()).toList();
            List<RemoteWork> calls = advanced(others, time, new Going(most, free.calls(), tried));
            List<Lease> leased = setApart(apart, free.alone());
            int count = due.instances().size();
            int waiting = ids(tried, DueSagas::onlyWaits).size() + apart.size() - leased.size();
            return new Moved(count < limit ? count - waiting : count, calls, leased);
        });
    }

    private static boolean onlyWaits(Advance advance) {
        return advance.callWaits() && advance.entries().isEmpty();
    }

    private List<Lease> setApart(List<UUID> sagas, int free) {
        putOff(sagas.stream().skip(free).toList());
        List<UUID> begun = sagas.stream().limit(free).toList();
        return begun.isEmpty() ? List.of() : engine.store().lease(begun, node, settings.lease());
    }

    /**
     * How far sagas go.
     *
     * @param most steps of each
     * @param calls begun at the most
     * @param tried takes in what was begun, also where it ends in a failure
     */
    private record Going(int most, int calls, List<Advance> tried) {}

    private List<RemoteWork> advanced(List<SagaInstance> instances, InstantSource time, Going going) {
        List<Advance> advances = new ArrayList<>();
        Map<UUID, Advance> calling = new LinkedHashMap<>();
        for (SagaInstance instance : instances) {
            SagaMachine<?> machine =
                    engine.definitions().of(instance.identity()).orElseThrow();
            Advance advance = new Advance(machine, instance, instance.context(), time);
            going.tried().add(advance);
            advance.wake(going.most(), calling.size() < going.calls());
            advance.remote().ifPresent(work -> calling.put(instance.id(), advance));
            advances.add(advance);
        }
        engine.store().liftStatementLimit(); // it is for the code of steps
        advances.forEach(Advance::renew);
        engine.record(advances);
        postpone(advances, time.instant());
        return leased(calling);
    }

    private void postpone(Advance advance, Instant now) {
        postpone(List.of(advance), now);
    }

    private void postpone(List<Advance> advances, Instant now) {
        List<UUID> idle = ids(advances, DueSagas::hasNothingToDo);
        idle.forEach(saga -> log.warn("saga {} was due and has nothing to do", saga));
        engine.store().postpone(idle, now.plus(UNMOVED));
        putOff(ids(advances, Advance::callWaits));
    }

    /** The longer they have waited, the less often they are looked at: there may be many. */
    private void putOff(List<UUID> sagas) {
        engine.store().putOff(sagas, settings.poll(), PUT_OFF_AT_MOST);
    }

    private static boolean hasNothingToDo(Advance advance) {
        return !advance.callWaits()
                && advance.entries().isEmpty()
                && advance.remote().isEmpty();
    }

    private static List<UUID> ids(List<Advance> advances, Predicate<Advance> which) {
        return advances.stream()
                .filter(which)
                .map(advance -> advance.instance().id())
                .toList();
    }

    private List<RemoteWork> leased(Map<UUID, Advance> calling) {
        if (calling.isEmpty()) {
            return List.of();
        }
        List<RemoteWork> works = new ArrayList<>();
        long leasedUntilNanos = System.nanoTime() + settings.lease().toNanos();
        for (Lease lease : engine.store().lease(calling.keySet(), node, settings.lease())) {
            Advance advance = calling.get(lease.saga());
            if (advance != null) {
                works.add(new RemoteWork(
                        advance.machine(),
                        advance.instance(),
                        advance.remote().orElseThrow(),
                        lease,
                        leasedUntilNanos));
            }
        }
        return works;
    }
}
