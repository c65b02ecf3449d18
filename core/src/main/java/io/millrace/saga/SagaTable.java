package io.millrace.saga;

import io.millrace.saga.SagaStore.Lease;
import io.millrace.saga.SagaStore.Standing;
import io.millrace.saga.SagaStore.Version;
import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The instances of an {@link InMemorySagaStore} with their journals. */
final class SagaTable {

    /**
     * @param leasedUntil null if the lease was given up, or there was none
     * @param dueSince of what was put off
     */
    record Row(
            SagaInstance instance,
            List<JournalEntry> journal,
            long epoch,
            @Nullable Instant leasedUntil,
            @Nullable Instant dueSince) {

        static Row started(JournalEntry started) {
            return new Row(started.after(), List.of(started), 0, null, null);
        }

        Version version() {
            return new Version(instance.identity().name(), instance.identity().version());
        }

        boolean suspended() {
            return instance.status() == SagaStatus.SUSPENDED;
        }

        /** Whether its time has come and nobody works on it. */
        boolean isDue(Instant now) {
            Instant wakeAt = instance.times().wakeAt();
            return wakeAt != null && !wakeAt.isAfter(now) && isFree(now);
        }

        private boolean isFree(Instant now) {
            return leasedUntil == null || leasedUntil.isBefore(now);
        }

        Duration late(Instant now) {
            Instant since = dueSince == null ? instance.times().wakeAt() : dueSince;
            return since != null && since.isBefore(now) && isFree(now) ? Duration.between(since, now) : Duration.ZERO;
        }

        Row leased(long as, @Nullable Instant until) {
            return new Row(instance, journal, as, until, dueSince);
        }

        Row postponed(@Nullable Instant wakeAt) {
            return new Row(wokenAt(wakeAt), journal, epoch, leasedUntil, null);
        }

        Row putOff(Instant now, Duration atLeast, Duration atMost) {
            Instant since =
                    dueSince == null ? Objects.requireNonNull(instance.times().wakeAt()) : dueSince;
            Duration tenth = Duration.between(since, now).dividedBy(10);
            Duration longer = tenth.compareTo(atLeast) < 0 ? atLeast : tenth;
            Duration pause = longer.compareTo(atMost) > 0 ? atMost : longer;
            return new Row(wokenAt(now.plus(pause)), journal, epoch, leasedUntil, since);
        }

        private SagaInstance wokenAt(@Nullable Instant wakeAt) {
            SagaInstance.Times times = instance.times();
            return instance.with(new SagaInstance.Times(
                    times.startedAt(), times.updatedAt(), times.deadlineAt(), wakeAt, times.endedAt()));
        }

        /** A lease that has run out ends. */
        Row after(JournalEntry entry, Instant now) {
            List<JournalEntry> longer = new ArrayList<>(journal);
            longer.add(entry);
            return new Row(entry.after(), longer, epoch, isFree(now) ? null : leasedUntil, null);
        }
    }

    private record Name(String saga, String key) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Name, UUID> names;
    private final InMemoryTable<UUID, Row> rows;

    SagaTable(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.names = new InMemoryTable<>(transactions);
        this.rows = new InMemoryTable<>(transactions);
    }

    Optional<Row> get(UUID saga) {
        return rows.get(saga);
    }

    Optional<Row> get(String name, String key) {
        synchronized (transactions) {
            return names.get(new Name(name, key)).flatMap(rows::get);
        }
    }

    Stream<Row> all(Predicate<Row> which) {
        return rows.values().stream().filter(which);
    }

    Standing standing(Instant now) {
        Duration late = rows.values().stream()
                .map(row -> row.late(now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return new Standing(all(Row::suspended).count(), late);
    }

    /** Waits for who stores the same; returns whether it is new. */
    boolean insert(JournalEntry started) {
        Name name = new Name(started.after().identity().name(), started.after().key());
        names.lock(name);
        if (names.get(name).isPresent()) {
            return false;
        }
        names.put(name, started.saga());
        put(Row.started(started));
        return true;
    }

    /** Waits for who stores it. */
    boolean isStarted(String name, String key) {
        names.lock(new Name(name, key));
        return get(name, key).isPresent();
    }

    /** All or nothing. */
    void save(Collection<JournalEntry> entries, Instant now) {
        Map<UUID, List<JournalEntry>> bySaga = entries.stream().collect(Collectors.groupingBy(JournalEntry::saga));
        Map<UUID, Row> locked = new HashMap<>();
        lock(bySaga.keySet()).forEach(row -> locked.put(row.instance().id(), row));
        bySaga.forEach((saga, all) -> requireUnchanged(locked.get(saga), all.getFirst()));
        for (JournalEntry entry : entries) {
            put(locked.compute(
                    entry.saga(), (saga, row) -> Objects.requireNonNull(row).after(entry, now)));
        }
    }

    private static void requireUnchanged(@Nullable Row row, JournalEntry next) {
        if (row == null || row.instance().revision() != next.revision() - 1) {
            throw new StaleSagaException(
                    "saga %s is no longer at revision %d".formatted(next.saga(), next.revision() - 1));
        }
    }

    void put(Row row) {
        rows.put(row.instance().id(), row);
    }

    void remove(Row row) {
        names.remove(new Name(row.instance().identity().name(), row.instance().key()));
        rows.remove(row.instance().id());
    }

    /** Locks those that exist, in the order of their ids. */
    List<Row> lock(Collection<UUID> sagas) {
        return sagas.stream()
                .sorted()
                .distinct()
                .flatMap(saga -> {
                    rows.lock(saga);
                    return rows.get(saga).stream();
                })
                .toList();
    }

    /** Locks those that nobody else has locked. */
    List<Row> lockFree(Predicate<Row> which, Comparator<Row> order, int limit) {
        return all(which)
                .sorted(order)
                .map(row -> row.instance().id())
                .filter(rows::tryLock)
                .flatMap(saga -> rows.get(saga).filter(which).stream())
                .limit(limit)
                .toList();
    }

    Optional<Row> hold(Lease lease) {
        rows.lock(lease.saga());
        return standing(lease);
    }

    /** Unless somebody else has locked the row; returns whether the lease stands. */
    boolean renew(Lease lease, Instant until) {
        if (rows.tryLock(lease.saga())) {
            standing(lease).ifPresent(row -> put(row.leased(row.epoch(), until)));
        }
        return standing(lease).isPresent();
    }

    private Optional<Row> standing(Lease lease) {
        return rows.get(lease.saga()).filter(row -> row.epoch() == lease.epoch() && row.leasedUntil() != null);
    }
}
