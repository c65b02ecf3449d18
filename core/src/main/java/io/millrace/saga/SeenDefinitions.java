package io.millrace.saga;

import io.millrace.saga.SagaStore.Version;
import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/** The definitions of an {@link InMemorySagaStore}. */
final class SeenDefinitions {

    private record Seen(String fingerprint, Instant at) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Version, Seen> definitions;

    SeenDefinitions(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.definitions = new InMemoryTable<>(transactions);
    }

    void register(Saga<?> saga, Instant now) {
        Version version = Definitions.version(saga);
        transactions.run(() -> {
            definitions.lock(version);
            definitions
                    .get(version)
                    .filter(known -> !known.fingerprint().equals(saga.fingerprint()))
                    .ifPresent(other -> refuse(version));
            definitions.put(version, new Seen(saga.fingerprint(), now));
        });
    }

    private static void refuse(Version version) {
        throw new IllegalStateException(
                "version %d of saga '%s' was registered with other steps: raise the version, and keep the old one registered while instances of it run"
                        .formatted(version.version(), version.name()));
    }

    void seen(Collection<Version> versions, Instant now) {
        transactions.run(() -> versions.stream()
                .sorted(Comparator.comparing(Version::name).thenComparing(Version::version))
                .forEach(version -> seen(version, now)));
    }

    private void seen(Version version, Instant now) {
        definitions.lock(version);
        definitions.get(version).ifPresent(known -> definitions.put(version, new Seen(known.fingerprint(), now)));
    }

    /** Whether it is known, and nobody has seen it since. */
    boolean unseenSince(Version version, Instant time) {
        return definitions
                .get(version)
                .filter(known -> known.at().isBefore(time))
                .isPresent();
    }
}
