package io.millrace.log;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Checkpoints in memory; leases expire by the clock given. */
public final class InMemoryCheckpoints implements Checkpoints {

    private record Cursor(long position, String owner, long epoch, Instant leaseUntil) {}

    private static final String NOBODY = "";

    private final InMemoryTransactions transactions;
    private final InMemoryTable<String, Cursor> cursors;
    private final Clock clock;

    public InMemoryCheckpoints(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.cursors = new InMemoryTable<>(transactions);
        this.clock = clock;
    }

    @Override
    public Optional<Lease> claim(String subscription, String owner, Duration duration) {
        return transactions.callApart(() -> {
            cursors.lock(subscription);
            Cursor cursor = cursors.get(subscription).orElseGet(() -> new Cursor(0, NOBODY, 0, Instant.MIN));
            boolean own = cursor.owner().equals(owner);
            if (!own && clock.instant().isBefore(cursor.leaseUntil())) {
                return Optional.empty();
            }
            long epoch = own ? cursor.epoch() : cursor.epoch() + 1;
            Instant leaseUntil = clock.instant().plus(duration);
            cursors.put(subscription, new Cursor(cursor.position(), owner, epoch, leaseUntil));
            return Optional.of(new Lease(subscription, owner, epoch));
        });
    }

    @Override
    public long position(String subscription) {
        return cursors.get(subscription).map(Cursor::position).orElse(0L);
    }

    @Override
    public void advance(Lease lease, long position) {
        transactions.run(() -> {
            cursors.lock(lease.subscription());
            Cursor cursor = held(lease)
                    .filter(held -> clock.instant().isBefore(held.leaseUntil()))
                    .orElseThrow(() -> new LeaseLostException(lease));
            long further = Math.max(position, cursor.position());
            cursors.put(lease.subscription(), new Cursor(further, cursor.owner(), cursor.epoch(), cursor.leaseUntil()));
        });
    }

    @Override
    public void release(Lease lease) {
        transactions.run(() -> {
            cursors.lock(lease.subscription());
            held(lease)
                    .ifPresent(cursor -> cursors.put(
                            lease.subscription(), new Cursor(cursor.position(), NOBODY, cursor.epoch(), Instant.MIN)));
        });
    }

    private Optional<Cursor> held(Lease lease) {
        return cursors.get(lease.subscription())
                .filter(cursor -> cursor.owner().equals(lease.owner()) && cursor.epoch() == lease.epoch());
    }
}
