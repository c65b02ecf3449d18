package io.millrace.consumer;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** An inbox in memory, for unit tests. */
public final class InMemoryInbox implements Inbox {

    private record Claim(String consumer, UUID eventId) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Claim, Boolean> claims;

    public InMemoryInbox(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.claims = new InMemoryTable<>(transactions);
    }

    @Override
    public Set<UUID> claim(String consumer, Collection<UUID> eventIds) {
        if (!transactions.active()) {
            throw new IllegalStateException("Inbox.claim needs the transaction that holds the effects of the events:"
                    + " call it inside Transactions.run, or use Inbox.once");
        }
        Set<UUID> fresh = new HashSet<>();
        // In the order of the ids, so that two batches with the same ids never wait for each other.
        for (UUID eventId : new TreeSet<>(eventIds)) {
            Claim claim = new Claim(consumer, eventId);
            claims.lock(claim);
            if (claims.get(claim).isEmpty()) {
                claims.put(claim, true);
                fresh.add(eventId);
            }
        }
        return fresh;
    }

    @Override
    public boolean once(String consumer, UUID eventId, Runnable work) {
        return transactions.call(() -> {
            boolean first = claim(consumer, eventId);
            if (first) {
                work.run();
            }
            return first;
        });
    }
}
