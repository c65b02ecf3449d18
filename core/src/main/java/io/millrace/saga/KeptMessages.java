package io.millrace.saga;

import io.millrace.saga.SagaStore.Keeping;
import io.millrace.saga.SagaStore.KeptMessage;
import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The messages of an {@link InMemorySagaStore}. */
final class KeptMessages {

    private record Id(UUID event, String saga) {}

    private record Row(long number, Instant keptAt, KeptMessage message) {

        Id id() {
            return new Id(message.metadata().eventId(), message.saga());
        }

        boolean waits() {
            return message.keeping() == Keeping.EARLY || message.keeping() == Keeping.WAITING;
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

    /** Takes out those that wait and that may be taken. */
    List<KeptMessage> take(Predicate<KeptMessage> which, int limit) {
        List<Row> taken = inOrder()
                .filter(Row::waits)
                .filter(row -> which.test(row.message()))
                .flatMap(row -> rows.get(row.id()).stream()) // nobody has taken it before its saga was locked
                .limit(limit)
                .toList();
        taken.forEach(row -> rows.remove(row.id()));
        return taken.stream().map(Row::message).toList();
    }

    /** Forgets those that were kept before the time, unless one of the sagas still waits for them. */
    int forget(Instant before, int limit, Predicate<KeptMessage> wanted) {
        List<Row> old = inOrder()
                .filter(row -> row.keptAt().isBefore(before))
                .filter(row -> !row.waits() || !wanted.test(row.message()))
                .limit(limit)
                .toList();
        old.forEach(row -> rows.remove(row.id()));
        return old.size();
    }

    private Stream<Row> inOrder() {
        return rows.values().stream().sorted(Comparator.comparing(Row::number));
    }
}
