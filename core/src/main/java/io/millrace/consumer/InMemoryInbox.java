package io.millrace.consumer;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** An inbox in memory, for unit tests. */
public final class InMemoryInbox implements Inbox {

    private record Claimed(String consumer, EventClaim event) {}

    private record Key(String consumer, String key) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Claimed, Claimed> claims;
    private final InMemoryTable<Key, Key> keys;
    private final InMemoryTable<String, Instant> horizons;

    public InMemoryInbox(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.claims = new InMemoryTable<>(transactions);
        this.keys = new InMemoryTable<>(transactions);
        this.horizons = new InMemoryTable<>(transactions);
    }

    @Override
    public Claims claim(String consumer, Collection<EventClaim> events) {
        if (!transactions.active()) {
            throw new IllegalStateException("Inbox.claim needs the transaction that holds the effects of the events:"
                    + " call it inside Transactions.run, or use Inbox.once");
        }
        Instant horizon = horizons.get(consumer).orElse(Instant.MIN);
        Set<EventClaim> ordered = new TreeSet<>(EventClaim.ORDER);
        ordered.addAll(events);
        Set<UUID> fresh = new HashSet<>();
        Set<UUID> outside = new HashSet<>();
        for (EventClaim event : ordered) {
            if (event.time() != null && event.time().isBefore(horizon)) {
                outside.add(event.eventId());
            } else if (isFirst(claims, new Claimed(consumer, event))) {
                fresh.add(event.eventId());
            }
        }
        return new Claims(fresh, outside);
    }

    private static <K> boolean isFirst(InMemoryTable<K, K> table, K row) {
        table.lock(row);
        if (table.get(row).isPresent()) {
            return false;
        }
        table.put(row, row);
        return true;
    }

    @Override
    public boolean once(String consumer, UUID eventId, Runnable work) {
        EventClaim event = EventClaim.of(eventId);
        return transactions.call(() -> {
            Claims claimed = claim(consumer, List.of(event));
            if (claimed.outside().contains(eventId)) {
                throw new OutsideWindowException(consumer, event);
            }
            return ran(claimed.fresh().contains(eventId), work);
        });
    }

    @Override
    public boolean once(String consumer, String key, Runnable work) {
        Key claim = new Key(consumer, Inbox.requireKey(key));
        return transactions.call(() -> ran(isFirst(keys, claim), work));
    }

    private static boolean ran(boolean first, Runnable work) {
        if (first) {
            work.run();
        }
        return first;
    }

    /** Forgets what is older than the time. */
    public void forgetBefore(Instant time) {
        transactions.run(() -> claims.values().stream()
                .filter(claimed ->
                        claimed.event().time() != null && claimed.event().time().isBefore(time))
                .map(Claimed::consumer)
                .distinct()
                .forEach(consumer -> horizons.put(consumer, time)));
    }
}
