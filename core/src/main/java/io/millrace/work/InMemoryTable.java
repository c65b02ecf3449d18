package io.millrace.work;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of an in-memory adapter: a row that was put is held until the transaction ends, and others see the one
 * before until then. Safe for use by many threads.
 *
 * @param <K> key, @param <V> an immutable value
 */
public final class InMemoryTable<K, V> {

    private record RowLock(InMemoryTable<?, ?> table, Object key) {
        @Override
        public String toString() {
            return "the row " + key;
        }
    }

    private final InMemoryTransactions transactions;
    private final Map<K, V> committed = new HashMap<>();
    private final Map<K, Optional<V>> pending = new HashMap<>();

    public InMemoryTable(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /** Waits for the transaction that holds the row, and holds it until the active one ends. */
    public void lock(K key) {
        transactions.lock(new RowLock(this, key));
    }

    /** Holds the row until the active transaction ends, unless another one holds it; returns whether it does. */
    public boolean tryLock(K key) {
        return transactions.tryLock(new RowLock(this, key));
    }

    /** The row as the active transaction sees it. */
    public Optional<V> get(K key) {
        synchronized (transactions) {
            boolean own = pending.containsKey(key) && transactions.holds(new RowLock(this, key));
            return own ? pending.getOrDefault(key, Optional.empty()) : Optional.ofNullable(committed.get(key));
        }
    }

    /** Writes the row in the active transaction, or in one of its own. */
    public void put(K key, V value) {
        write(key, Optional.of(value));
    }

    /** Takes the row out, in the active transaction or in one of its own. */
    public void remove(K key) {
        write(key, Optional.empty());
    }

    private void write(K key, Optional<V> value) {
        transactions.run(() -> {
            lock(key);
            synchronized (transactions) {
                pending.put(key, value);
            }
            transactions.join(() -> commit(key), () -> pending.remove(key));
        });
    }

    /** All rows as the active transaction sees them, in no order. */
    public List<V> values() {
        synchronized (transactions) {
            Set<K> keys = new HashSet<>(committed.keySet());
            keys.addAll(pending.keySet());
            return keys.stream().flatMap(key -> get(key).stream()).toList();
        }
    }

    private void commit(K key) {
        if (pending.containsKey(key)) {
            pending.remove(key).ifPresentOrElse(value -> committed.put(key, value), () -> committed.remove(key));
        }
    }
}
