package io.millrace.deadletter;

import io.millrace.deadletter.DeadLetter.State;
import io.millrace.deadletter.LetterAction.Kind;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dead letters in memory, for unit tests. */
public final class InMemoryDeadLetters implements DeadLetters, LetterDesk {

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private record Group(String source, String fingerprint) {}

    private final InMemoryTransactions transactions;
    private final LetterTable letters;

    public InMemoryDeadLetters(InMemoryTransactions transactions) {
        this(transactions, Clock.systemUTC());
    }

    /** @param clock tells which letters are due */
    public InMemoryDeadLetters(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.letters = new LetterTable(transactions, clock);
    }

    @Override
    public void park(DeadLetter letter) {
        letters.add(letter);
    }

    @Override
    public List<DeadLetter> list(String source, int limit) {
        return list(LetterFilter.all().source(source), Long.MAX_VALUE, limit).stream()
                .map(FiledLetter::letter)
                .toList();
    }

    @Override
    public Set<String> keys(String source) {
        return open(source)
                .map(filed -> filed.letter().key())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<String> held(String source, Collection<String> keys) {
        return transactions.call(() -> {
            Set<String> held = new HashSet<>(keys);
            held.removeIf(key -> ofKey(source, key).isEmpty());
            held.forEach(key -> letters.lock(ofKey(source, key).getLast().letter()));
            held.removeIf(key -> ofKey(source, key).isEmpty());
            return held;
        });
    }

    private List<FiledLetter> ofKey(String source, String key) {
        return open(source).filter(filed -> key.equals(filed.letter().key())).toList();
    }

    @Override
    public List<DeadLetter> releasable(String source, int limit) {
        return transactions.call(() -> runs(source)
                .filter(run -> letters.tryLock(run.getFirst().letter()))
                .limit(limit)
                .flatMap(List::stream)
                .sorted(Comparator.comparing(FiledLetter::number))
                .limit(limit)
                .map(FiledLetter::letter)
                .toList());
    }

    /** Of each key the first letters, as far as they are due. */
    private Stream<List<FiledLetter>> runs(String source) {
        Instant now = letters.now();
        Map<Object, List<FiledLetter>> byKey = open(source).collect(Collectors.groupingBy(InMemoryDeadLetters::keyOf));
        return byKey.values().stream()
                .map(all -> all.stream().takeWhile(filed -> due(filed, now)).toList())
                .filter(run -> !run.isEmpty())
                .sorted(Comparator.comparing(run -> run.getFirst().number()));
    }

    private static Object keyOf(FiledLetter filed) {
        String key = filed.letter().key();
        return key == null ? filed.number() : key;
    }

    private static boolean due(FiledLetter filed, Instant now) {
        Instant after = filed.redriveAfter();
        return filed.letter().state() == State.HELD || (after != null && !after.isAfter(now));
    }

    @Override
    public void redriven(Collection<UUID> ids) {
        Instant now = letters.now();
        letters.change(filed -> ids.contains(filed.letter().id()) && attempted(filed), filed -> {
            letters.recordResult(filed.number(), State.REDRIVEN.name());
            return filed.resolved(State.REDRIVEN, now);
        });
    }

    @Override
    public void failedAgain(UUID id, Failure failure) {
        Instant now = letters.now();
        letters.change(filed -> id.equals(filed.letter().id()) && attempted(filed), filed -> {
            letters.recordResult(filed.number(), "FAILED AGAIN: " + failure.fingerprint());
            return filed.failed(failure, now);
        });
    }

    private static boolean attempted(FiledLetter filed) {
        State state = filed.letter().state();
        return state == State.REDRIVING || state == State.HELD;
    }

    @Override
    public long count(String source) {
        return open(source).count();
    }

    private Stream<FiledLetter> open(String source) {
        return letters
                .all(filed -> filed.letter().source().equals(source)
                        && !filed.letter().state().resolved())
                .stream();
    }

    @Override
    public List<FiledLetter> list(LetterFilter filter, long before, int limit) {
        return letters.all(filed -> filter.matches(filed) && filed.number() < before).reversed().stream()
                .limit(limit)
                .toList();
    }

    @Override
    public long count(LetterFilter filter) {
        return letters.all(filter::matches).size();
    }

    @Override
    public List<LetterGroup> groups(LetterFilter filter, int limit) {
        Map<Group, List<FiledLetter>> groups = letters.all(filter::matches).stream()
                .collect(Collectors.groupingBy(filed -> new Group(
                        filed.letter().source(), filed.letter().failure().fingerprint())));
        return groups.entrySet().stream()
                .map(entry -> group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(LetterGroup::count)
                        .reversed()
                        .thenComparing(LetterGroup::source)
                        .thenComparing(LetterGroup::fingerprint))
                .limit(limit)
                .toList();
    }

    private static LetterGroup group(Group group, List<FiledLetter> all) {
        List<Instant> times =
                all.stream().map(filed -> filed.letter().parkedAt()).sorted().toList();
        return new LetterGroup(group.source(), group.fingerprint(), all.size(), times.getFirst(), times.getLast());
    }

    @Override
    public List<LetterAction> actions(long number) {
        return letters.actions(number);
    }

    @Override
    public long redrive(LetterFilter filter, Operator operator, double perSecond) {
        AtomicLong place = new AtomicLong();
        Instant now = letters.now();
        Predicate<FiledLetter> parked = filed -> filed.letter().state() == State.PARKED;
        return letters.change(parked.and(filter::matches), filed -> {
            letters.record(new LetterAction(filed.number(), Kind.REDRIVE, operator, now, LetterAction.PENDING));
            return filed.redriving(now.plusNanos((long) (place.getAndIncrement() * NANOS_PER_SECOND / perSecond)));
        });
    }

    @Override
    public long discard(LetterFilter filter, Operator operator) {
        Instant now = letters.now();
        Predicate<FiledLetter> open = filed -> !filed.letter().state().resolved();
        return letters.change(open.and(filter::matches), filed -> {
            letters.recordResult(filed.number(), State.DISCARDED.name());
            letters.record(new LetterAction(filed.number(), Kind.DISCARD, operator, now, State.DISCARDED.name()));
            return filed.resolved(State.DISCARDED, now);
        });
    }
}
