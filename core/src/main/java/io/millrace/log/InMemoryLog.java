package io.millrace.log;

import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** A log in memory, whose positions settle when the transactions that drew them end. */
public final class InMemoryLog<R extends Positioned> implements Log<R> {

    private record Written<R>(R entry, Instant at) {}

    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final NavigableMap<Long, Written<R>> committed = new TreeMap<>();
    private final TreeSet<Long> open = new TreeSet<>();
    private long drawn;

    public InMemoryLog(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Appends the record made for the next position, in the active transaction. */
    public R append(LongFunction<R> record) {
        synchronized (transactions) {
            long position = drawn + 1;
            R appended = record.apply(position);
            Written<R> written = new Written<>(appended, clock.instant());
            transactions.join(() -> settle(position, Optional.of(written)), () -> settle(position, Optional.empty()));
            drawn = position;
            open.add(position);
            return appended;
        }
    }

    private void settle(long position, Optional<Written<R>> survivor) {
        open.remove(position);
        survivor.ifPresent(written -> committed.put(position, written));
    }

    private long settled() {
        return open.isEmpty() ? drawn : open.first() - 1;
    }

    @Override
    public Page<R> read(long after, int limit) {
        synchronized (transactions) {
            long bound = Math.max(after, settled());
            List<R> page = committed.subMap(after, false, bound, true).values().stream()
                    .limit(limit)
                    .map(Written::entry)
                    .toList();
            return new Page<>(page, page.size() < limit ? bound : page.getLast().position());
        }
    }

    @Override
    public boolean await(long after, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (transactions) {
            while (settled() <= after) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    return false;
                }
                transactions.wait(millis);
            }
            return true;
        }
    }

    @Override
    public long last() {
        synchronized (transactions) {
            return committed.isEmpty() ? 0 : committed.lastKey();
        }
    }

    @Override
    public Optional<Instant> writtenAfter(long position) {
        synchronized (transactions) {
            return Optional.ofNullable(committed.higherEntry(position))
                    .map(first -> first.getValue().at());
        }
    }
}
