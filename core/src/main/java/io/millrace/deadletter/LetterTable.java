package io.millrace.deadletter;

import io.millrace.work.InMemoryTable;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Dead letters in memory, and what was done to them. */
final class LetterTable {

    private record Place(String source, String location) {}

    private record Noted(long number, LetterAction action) {}

    private final InMemoryTransactions transactions;
    private final Clock clock;
    private final InMemoryTable<Place, FiledLetter> letters;
    private final InMemoryTable<Long, Noted> actions;
    private final AtomicLong numbers = new AtomicLong();

    LetterTable(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
        this.letters = new InMemoryTable<>(transactions);
        this.actions = new InMemoryTable<>(transactions);
    }

    Instant now() {
        return clock.instant();
    }

    void add(DeadLetter letter) {
        transactions.run(() -> {
            lock(letter);
            Optional<FiledLetter> before = letters.get(placeOf(letter));
            if (before.isEmpty() || before.get().letter().state().resolved()) {
                long number = before.map(FiledLetter::number).orElseGet(numbers::incrementAndGet);
                put(new FiledLetter(number, letter, 0, letter.parkedAt(), null, null));
            }
        });
    }

    private void put(FiledLetter filed) {
        letters.put(placeOf(filed.letter()), filed);
    }

    private static Place placeOf(DeadLetter letter) {
        return new Place(letter.source(), letter.location());
    }

    void lock(DeadLetter letter) {
        letters.lock(placeOf(letter));
    }

    boolean tryLock(DeadLetter letter) {
        return letters.tryLock(placeOf(letter));
    }

    /** In order. */
    List<FiledLetter> all(Predicate<FiledLetter> which) {
        return letters.values().stream()
                .filter(which)
                .sorted(Comparator.comparing(FiledLetter::number))
                .toList();
    }

    /** In order, those that still are so when their lock is to be had; returns how many they are. */
    long change(Predicate<FiledLetter> which, UnaryOperator<FiledLetter> change) {
        return transactions.call(() -> {
            long changed = 0;
            for (FiledLetter filed : all(which)) {
                lock(filed.letter());
                Optional<FiledLetter> now = letters.get(placeOf(filed.letter())).filter(which);
                now.map(change).ifPresent(this::put);
                changed += now.isPresent() ? 1 : 0;
            }
            return changed;
        });
    }

    void record(LetterAction action) {
        note(numbers.incrementAndGet(), action);
    }

    private void note(long number, LetterAction action) {
        actions.put(number, new Noted(number, action));
    }

    /** What came of the attempt that was asked for. */
    void recordResult(long letter, String result) {
        noted(letter)
                .filter(noted -> noted.action().result().equals(LetterAction.PENDING))
                .forEach(noted -> note(noted.number(), noted.action().endingIn(result)));
    }

    List<LetterAction> actions(long letter) {
        return noted(letter).map(Noted::action).toList();
    }

    private Stream<Noted> noted(long letter) {
        return actions.values().stream()
                .filter(noted -> noted.action().letter() == letter)
                .sorted(Comparator.comparing(Noted::number));
    }
}
