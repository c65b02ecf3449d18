package io.millrace.deadletter;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dead letters in memory, for unit tests. */
public final class InMemoryDeadLetters implements DeadLetters {

    private record Place(String source, String location) {}

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Place, DeadLetter> letters;

    public InMemoryDeadLetters(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.letters = new InMemoryTable<>(transactions);
    }

    @Override
    public void park(DeadLetter letter) {
        Place place = new Place(letter.source(), letter.location());
        transactions.run(() -> {
            letters.lock(place);
            if (letters.get(place).isEmpty()) {
                letters.put(place, letter);
            }
        });
    }

    @Override
    public List<DeadLetter> list(String source, int limit) {
        return of(source)
                .sorted(Comparator.comparing(DeadLetter::parkedAt)
                        .thenComparing(DeadLetter::id)
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Set<String> keys(String source) {
        return of(source).map(DeadLetter::key).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    @Override
    public long count(String source) {
        return of(source).count();
    }

    private Stream<DeadLetter> of(String source) {
        return letters.values().stream().filter(letter -> letter.source().equals(source));
    }
}
