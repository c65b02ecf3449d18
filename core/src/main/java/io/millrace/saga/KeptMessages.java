package io.millrace.saga;

import io.millrace.event.EventMetadata;
import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The messages of an {@link InMemorySagaStore}. */
final class KeptMessages {

    private record Id(UUID event, String saga) {}

    private record Saga(String name, String key) {}

    private record Row(long number, Instant keptAt, KeptMessage message) {

        Id id() {
            return new Id(message.metadata().eventId(), message.saga());
        }

        Saga of() {
            return new Saga(message.saga(), message.key());
        }

        boolean is(Keeping why) {
            return message.keeping() == why;
        }

        boolean isRecordOnly() {
            return !is(Keeping.EARLY) && !is(Keeping.WAITING);
        }
    }

    private final InMemoryTable<Id, Row> rows;
    private final AtomicLong numbers = new AtomicLong();

    KeptMessages(InMemoryTransactions transactions) {
        this.rows = new InMemoryTable<>(transactions);
    }

    void keep(Collection<KeptMessage> messages, Instant now) {
        for (KeptMessage message : messages) {
            Row row = new Row(numbers.incrementAndGet(), now, message);
            rows.lock(row.id());
            if (rows.get(row.id()).isEmpty()) {
                rows.put(row.id(), row);
            }
        }
    }

    /** What was kept early for the saga waits for it from then on. */
    void awaken(String saga, String key) {
        rows.values().stream()
                .filter(row -> row.is(Keeping.EARLY) && row.of().equals(new Saga(saga, key)))
                .forEach(row -> rows.put(
                        row.id(),
                        new Row(row.number(), row.keptAt(), row.message().as(Keeping.WAITING))));
    }

    /** Takes out those that wait and that may be taken, but none that stands behind one of a newer version. */
    List<KeptMessage> take(Map<String, Integer> known, Predicate<KeptMessage> which, int limit) {
        Set<Saga> held = new HashSet<>();
        List<Row> taken = inOrder()
                .filter(row -> row.is(Keeping.WAITING))
                .peek(row -> {
                    if (isNewer(row.message(), known)) {
                        held.add(row.of());
                    }
                })
                .filter(row -> !held.contains(row.of()))
                .filter(row -> which.test(row.message()))
                .flatMap(row -> rows.get(row.id()).stream()) // nobody has taken it before its saga was locked
                .limit(limit)
                .toList();
        taken.forEach(row -> rows.remove(row.id()));
        return taken.stream().map(Row::message).toList();
    }

    private static boolean isNewer(KeptMessage message, Map<String, Integer> known) {
        EventMetadata event = message.metadata();
        return event.version() > known.getOrDefault(event.type(), event.version());
    }

    /** Forgets those that were kept before the time, unless one of the sagas still waits for them. */
    int forget(Instant before, int limit, Predicate<KeptMessage> wanted) {
        List<Row> old = inOrder()
                .filter(row -> row.keptAt().isBefore(before))
                .filter(row -> row.isRecordOnly() || !wanted.test(row.message()))
                .limit(limit)
                .toList();
        old.forEach(row -> rows.remove(row.id()));
        return old.size();
    }

    private Stream<Row> inOrder() {
        return rows.values().stream().sorted(Comparator.comparing(Row::number));
    }
}
