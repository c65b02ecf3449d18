package io.millrace.saga;

import io.millrace.saga.SagaTable.Row;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sagas in memory, for unit tests. */
public final class InMemorySagaStore implements SagaStore {

    private static final Comparator<Row> IN_ANY_ORDER =
            Comparator.comparing(row -> row.instance().id());
    private static final Comparator<Row> LONGEST_DUE = Comparator.comparing(
            row -> Objects.requireNonNull(row.instance().times().wakeAt()));

    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final SeenDefinitions definitions;
    private final SagaTable sagas;
    private final KeptMessages messages;

    /** @param clock tells what is due */
    public InMemorySagaStore(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.definitions = new SeenDefinitions(transactions);
        this.sagas = new SagaTable(transactions);
        this.messages = new KeptMessages(transactions);
    }

    @Override
    public void register(Saga<?> saga) {
        definitions.register(saga, now());
    }

    @Override
    public void seen(Set<Version> versions) {
        definitions.seen(versions, now());
    }

    @Override
    public Locked lock(String name, Collection<String> keys) {
        requireTransaction();
        Set<UUID> ids = keys.stream()
                .flatMap(key -> sagas.get(name, key).stream())
                .map(row -> row.instance().id())
                .collect(Collectors.toSet());
        return locked(sagas.lock(ids));
    }

    @Override
    public boolean insert(JournalEntry started) {
        requireTransaction();
        boolean inserted = sagas.insert(started);
        if (inserted) {
            messages.awaken(started.after().identity().name(), started.after().key());
        }
        return inserted;
    }

    /** Memory has nobody who could end a transaction of another thread. */
    @Override
    public Locked due(Set<Version> versions, int limit, Duration atMost) {
        requireTransaction();
        Instant now = now();
        Predicate<Row> due = row -> versions.contains(row.version()) && row.isDue(now);
        return locked(sagas.lockFree(due, LONGEST_DUE, limit));
    }

    /** Nobody does. */
    @Override
    public void limit(Duration atMost) {
        requireTransaction();
    }

    @Override
    public void liftStatementLimit() {
        requireTransaction();
    }

    @Override
    public void save(Collection<JournalEntry> entries) {
        requireTransaction();
        sagas.save(entries, now());
    }

    @Override
    public List<Lease> lease(Collection<UUID> ids, String node, Duration time) {
        requireTransaction();
        Instant until = now().plus(time);
        return sagas.lock(ids).stream()
                .map(row -> leased(row, row.epoch() + 1, until))
                .toList();
    }

    private Lease leased(Row row, long epoch, Instant until) {
        sagas.put(row.leased(epoch, until));
        return new Lease(row.instance().id(), epoch);
    }

    @Override
    public List<Lease> renew(Collection<Lease> leases, Duration time) {
        Instant until = now().plus(time);
        return transactions.callApart(
                () -> leases.stream().filter(lease -> sagas.renew(lease, until)).toList());
    }

    @Override
    public Optional<Locked> hold(Lease lease) {
        requireTransaction();
        return sagas.hold(lease).map(row -> {
            sagas.put(row.leased(row.epoch(), null));
            return locked(List.of(row));
        });
    }

    @Override
    public void postpone(Collection<UUID> postponed, @Nullable Instant wakeAt) {
        requireTransaction();
        sagas.lock(postponed).forEach(row -> sagas.put(row.postponed(wakeAt)));
    }

    @Override
    public void putOff(Collection<UUID> due, Duration atLeast, Duration atMost) {
        requireTransaction();
        Instant now = now();
        sagas.lock(due).forEach(row -> sagas.put(row.putOff(now, atLeast, atMost)));
    }

    @Override
    public void keep(Collection<KeptMessage> kept) {
        requireTransaction();
        messages.keep(kept.stream().map(this::orWaiting).toList(), now());
    }

    private KeptMessage orWaiting(KeptMessage message) {
        boolean started = message.keeping() == Keeping.EARLY && sagas.isStarted(message.saga(), message.key());
        return started ? message.as(Keeping.WAITING) : message;
    }

    @Override
    public List<KeptMessage> applicable(Understood readable, int limit) {
        requireTransaction();
        Predicate<Row> taking = row -> readable.versions().contains(row.version()) && !row.suspended();
        Map<UUID, Boolean> locked = new HashMap<>();
        return messages.take(
                readable.events(),
                message -> sagas.get(message.saga(), message.key()).filter(taking).stream()
                        .anyMatch(row -> locked.computeIfAbsent(row.instance().id(), id -> locks(id, taking))),
                limit);
    }

    private boolean locks(UUID id, Predicate<Row> which) {
        return !sagas.lockFree(row -> row.instance().id().equals(id) && which.test(row), IN_ANY_ORDER, 1)
                .isEmpty();
    }

    @Override
    public Locked orphans(Duration unseenFor, int limit) {
        requireTransaction();
        Instant before = now().minus(unseenFor);
        Predicate<Row> orphaned = row ->
                !row.instance().status().ended() && !row.suspended() && definitions.unseenSince(row.version(), before);
        return locked(sagas.lockFree(orphaned, IN_ANY_ORDER, limit));
    }

    @Override
    public Locked suspendedFor(String reason, Set<Version> versions, int limit) {
        requireTransaction();
        Predicate<Row> suspended = row -> versions.contains(row.version())
                && row.instance().course().suspension() instanceof SagaInstance.Suspension(var from, String why)
                && why.equals(reason);
        return locked(sagas.lockFree(suspended, IN_ANY_ORDER, limit));
    }

    @Override
    public Optional<SagaInstance> find(String name, String key) {
        return sagas.get(name, key).map(Row::instance);
    }

    @Override
    public Optional<SagaInstance> find(UUID saga) {
        return sagas.get(saga).map(Row::instance);
    }

    @Override
    public List<JournalEntry> history(UUID saga) {
        return sagas.get(saga).map(Row::journal).orElse(List.of());
    }

    @Override
    public List<SagaInstance> list(Filter filter, int limit) {
        Instant now = now();
        return sagas.all(row -> matches(row.instance(), filter, now))
                .map(Row::instance)
                .sorted(Comparator.comparing(
                                (SagaInstance instance) -> instance.times().updatedAt())
                        .reversed())
                .limit(limit)
                .toList();
    }

    private static boolean matches(SagaInstance instance, Filter filter, Instant now) {
        return (filter.name() == null
                        || filter.name().equals(instance.identity().name()))
                && (filter.statuses().isEmpty() || filter.statuses().contains(instance.status()))
                && (filter.unchangedFor() == null
                        || !instance.times().updatedAt().isAfter(now.minus(filter.unchangedFor())));
    }

    @Override
    public Standing standing() {
        return sagas.standing(now());
    }

    @Override
    public List<SagaInstance> ended(Collection<UUID> ids) {
        return ids.stream()
                .flatMap(id -> find(id).stream())
                .filter(instance -> instance.status().ended())
                .toList();
    }

    @Override
    public int forget(Duration endedBefore, int limit) {
        Instant before = now().minus(endedBefore);
        return transactions.call(() -> {
            List<Row> old = sagas.lockFree(row -> endedBefore(row, before), IN_ANY_ORDER, limit);
            old.forEach(sagas::remove);
            return old.size() + messages.forget(before, limit, this::isOpen);
        });
    }

    private static boolean endedBefore(Row row, Instant time) {
        Instant endedAt = row.instance().times().endedAt();
        return endedAt != null && endedAt.isBefore(time);
    }

    private boolean isOpen(KeptMessage message) {
        return sagas.get(message.saga(), message.key()).stream()
                .anyMatch(row -> !row.instance().status().ended());
    }

    private Locked locked(List<Row> rows) {
        return new Locked(now(), rows.stream().map(Row::instance).toList());
    }

    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void requireTransaction() {
        if (!transactions.active()) {
            throw new IllegalStateException("sagas change in a transaction: call it inside Transactions.run");
        }
    }
}
