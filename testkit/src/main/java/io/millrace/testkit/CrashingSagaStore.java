package io.millrace.testkit;

import io.millrace.saga.JournalEntry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Passes {@code NAME.before-save.KIND} and {@code NAME.after-save.KIND} around each transition that is stored, by the
 * {@link JournalEntry.Kind} of what happened, and the same around leases ({@code lease}) and kept messages ({@code
 * keep}).
 */
public record CrashingSagaStore(String name, SagaStore store) implements SagaStore {

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public void register(Saga<?> saga) {
        store.register(saga);
    }

    @Override
    public void seen(Set<Version> versions) {
        store.seen(versions);
    }

    @Override
    public Locked lock(String saga, Collection<String> keys) {
        return store.lock(saga, keys);
    }

    @Override
    public boolean insert(JournalEntry started) {
        pass("before-save", List.of(started));
        boolean inserted = store.insert(started);
        pass("after-save", List.of(started));
        return inserted;
    }

    @Override
    public Locked due(Set<Version> versions, int limit, Duration atMost) {
        return store.due(versions, limit, atMost);
    }

    @Override
    public void limit(Duration atMost) {
        store.limit(atMost);
    }

    @Override
    public void liftStatementLimit() {
        store.liftStatementLimit();
    }

    @Override
    public void save(Collection<JournalEntry> entries) {
        pass("before-save", entries);
        store.save(entries);
        pass("after-save", entries);
    }

    @Override
    public List<Lease> lease(Collection<UUID> sagas, String node, Duration time) {
        CrashPoint.reached(name + ".before-lease");
        List<Lease> leases = store.lease(sagas, node, time);
        CrashPoint.reached(name + ".after-lease");
        return leases;
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration time) {
        return store.renew(leases, time);
    }

    @Override
    public Optional<Locked> hold(Lease lease) {
        return store.hold(lease);
    }

    @Override
    public void postpone(Collection<UUID> sagas, @Nullable Instant wakeAt) {
        store.postpone(sagas, wakeAt);
    }

    @Override
    public void putOff(Collection<UUID> sagas, Duration atLeast, Duration atMost) {
        store.putOff(sagas, atLeast, atMost);
    }

    @Override
    public void keep(Collection<KeptMessage> messages) {
        CrashPoint.reached(name + ".before-keep");
        store.keep(messages);
        CrashPoint.reached(name + ".after-keep");
    }

    @Override
    public List<KeptMessage> applicable(Understood readable, int limit) {
        List<KeptMessage> taken = store.applicable(readable, limit);
        if (!taken.isEmpty()) {
            CrashPoint.reached(name + ".after-take");
        }
        return taken;
    }

    @Override
    public Locked orphans(Duration unseenFor, int limit) {
        return store.orphans(unseenFor, limit);
    }

    @Override
    public Locked suspendedFor(String reason, Set<Version> versions, int limit) {
        return store.suspendedFor(reason, versions, limit);
    }

    @Override
    public Optional<SagaInstance> find(String saga, String key) {
        return store.find(saga, key);
    }

    @Override
    public Optional<SagaInstance> find(UUID saga) {
        return store.find(saga);
    }

    @Override
    public List<JournalEntry> history(UUID saga) {
        return store.history(saga);
    }

    @Override
    public List<SagaInstance> list(Filter filter, int limit) {
        return store.list(filter, limit);
    }

    @Override
    public Standing standing() {
        return store.standing();
    }

    @Override
    public List<SagaInstance> ended(Collection<UUID> sagas) {
        return store.ended(sagas);
    }

    @Override
    public int forget(Duration endedBefore, int limit) {
        return store.forget(endedBefore, limit);
    }

    private void pass(String place, Collection<JournalEntry> entries) {
        entries.forEach(entry -> CrashPoint.reached("%s.%s.%s".formatted(name, place, entry.what())));
    }
}
