package io.millrace.marketplace.payment.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Entries that are gone with the process. */
final class InMemoryBooks implements Books {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    @Override
    public <T> T under(String key, Function<Page, T> work) {
        lock.lock();
        try {
            Draft draft = new Draft();
            T result = work.apply(draft);
            entries.putAll(draft.written);
            return result;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Entry> find(String key) {
        return under(key, page -> page.underKey(key));
    }

    @Override
    public List<Totals> totals() {
        lock.lock();
        try {
            return Totals.of(new ArrayList<>(entries.values()));
        } finally {
            lock.unlock();
        }
    }

    private final class Draft implements Page {

        private final Map<String, Entry> written = new LinkedHashMap<>();

        @Override
        public Optional<Entry> underKey(String key) {
            return Optional.ofNullable(written.getOrDefault(key, entries.get(key)));
        }

        @Override
        public Optional<Entry> withId(String id) {
            return entries.values().stream()
                    .filter(entry -> entry.id().equals(id))
                    .findFirst()
                    .flatMap(entry -> underKey(entry.key()));
        }

        @Override
        public void write(Entry entry) {
            written.put(entry.key(), entry);
        }
    }
}
