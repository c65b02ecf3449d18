package io.millrace.testkit.contract;

import io.millrace.saga.JournalEntry;
import io.millrace.saga.Saga;
import io.millrace.saga.SagaInstance;
import io.millrace.saga.SagaStore;
import io.millrace.work.InMemoryTransactions;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that does nothing, and the suites for it. */
record NoSagas() implements SagaStore {

    static class Kept extends SagaStoreContract {
        @Override
        protected SagaStore store() {
            return new NoSagas();
        }

        @Override
        protected Transactions transactions() {
            return new InMemoryTransactions();
        }
    }

    static class Claimed extends SagaClaimsContract {
        @Override
        protected SagaStore store() {
            return new NoSagas();
        }

        @Override
        protected Transactions transactions() {
            return new InMemoryTransactions();
        }
    }

    static class WithMessages extends SagaMessagesContract {
        @Override
        protected SagaStore store() {
            return new NoSagas();
        }

        @Override
        protected Transactions transactions() {
            return new InMemoryTransactions();
        }
    }

    private static Locked none() {
        return new Locked(Instant.EPOCH, List.of());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public void register(Saga<?> saga) {}

    @Override
    public void seen(Set<Version> versions) {}

    @Override
    public Locked lock(String name, Collection<String> keys) {
        return none();
    }

    @Override
    public boolean insert(JournalEntry started) {
        return false;
    }

    @Override
    public Locked due(Set<Version> versions, int limit, Duration atMost) {
        return none();
    }

    @Override
    public void limit(Duration atMost) {}

    @Override
    public void liftStatementLimit() {}

    @Override
    public void save(Collection<JournalEntry> entries) {}

    @Override
    public List<Lease> lease(Collection<UUID> sagas, String node, Duration time) {
        return List.of();
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration time) {
        return List.of();
    }

    @Override
    public Optional<Locked> hold(Lease lease) {
        return Optional.empty();
    }

    @Override
    public void postpone(Collection<UUID> sagas, @Nullable Instant wakeAt) {}

    @Override
    public void putOff(Collection<UUID> sagas, Duration atLeast, Duration atMost) {}

    @Override
    public void keep(Collection<KeptMessage> messages) {}

    @Override
    public List<KeptMessage> applicable(Understood readable, int limit) {
        return List.of();
    }

    @Override
    public Locked orphans(Duration unseenFor, int limit) {
        return none();
    }

    @Override
    public Locked suspendedFor(String reason, Set<Version> versions, int limit) {
        return none();
    }

    @Override
    public Optional<SagaInstance> find(String name, String key) {
        return Optional.empty();
    }

    @Override
    public Optional<SagaInstance> find(UUID saga) {
        return Optional.empty();
    }

    @Override
    public List<JournalEntry> history(UUID saga) {
        return List.of();
    }

    @Override
    public List<SagaInstance> list(Filter filter, int limit) {
        return List.of();
    }

    @Override
    public Standing standing() {
        return new Standing(0, Duration.ZERO);
    }

    @Override
    public List<SagaInstance> ended(Collection<UUID> sagas) {
        return List.of();
    }

    @Override
    public int forget(Duration endedBefore, int limit) {
        return 0;
    }
}
