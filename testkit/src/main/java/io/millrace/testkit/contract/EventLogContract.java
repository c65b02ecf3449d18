package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.Log;
import io.millrace.store.Appended;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link EventStore} promises to its subscribers, and to writers that meet. */
public abstract class EventLogContract {

    private static final int WRITERS = 4;
    private static final int APPENDS = 25;

    private EventStore store;
    private Transactions transactions;
    private Log<RecordedEvent> log;
    private LogReader<RecordedEvent> reader;
    private String type;

    /** The store, which uses {@link Noted#CODEC} and joins {@link #transactions}. */
    protected abstract EventStore store();

    protected abstract Transactions transactions();

    @BeforeEach
    void subscribe() {
        store = store();
        transactions = transactions();
        log = store.log();
        type = "Note" + UUID.randomUUID();
        reader = new LogReader<>(log, event -> event.stream().type().equals(type));
    }

    @Test
    void ES_4_a_subscriber_gets_each_event_once_in_position_order_with_all_it_holds() {
        StreamId one = newStream();
        append(one, 0, "a");
        append(newStream(), 0, "b");
        append(one, 1, "c");

        List<RecordedEvent> received = reader.until(3);

        assertThat(texts(received)).containsExactly("a", "b", "c");
        assertThat(received.stream().filter(event -> event.stream().equals(one)).toList())
                .isEqualTo(store.load(one, 0));
        assertThat(reader.rest()).hasSize(3);
    }

    @Test
    void a_page_holds_at_most_as_many_events_as_asked_for_and_says_how_far_it_went() throws InterruptedException {
        Appended last = append(newStream(), 0, "a", "b", "c");
        assertThat(log.await(last.position() - 1, Duration.ofSeconds(20))).isTrue();

        List<RecordedEvent> first = reader.page(2).records();
        long afterFirst = reader.cursor();
        reader.page(2);

        assertThat(first).hasSize(2);
        assertThat(afterFirst).isEqualTo(first.getLast().position());
        assertThat(texts(reader.received())).containsExactly("a", "b", "c");
        assertThat(reader.cursor()).isEqualTo(log.last());
        assertThat(log.read(reader.cursor(), 2).records()).isEmpty();
        assertThat(log.read(reader.cursor(), 2).through()).isEqualTo(reader.cursor());
    }

    @Test
    void ES_4_an_open_append_holds_back_what_comes_after_it_and_nothing_before() {
        append(newStream(), 0, "before");
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(newStream(), 0, "open"))) {
            append(newStream(), 0, "after");

            assertThat(texts(reader.rest())).containsExactly("before");
            open.commit();

            assertThat(texts(reader.until(3))).containsExactly("before", "open", "after");
        }
    }

    @Test
    void ES_4_an_append_that_rolls_back_is_passed() {
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(newStream(), 0, "never"))) {
            append(newStream(), 0, "after");

            assertThat(reader.rest()).isEmpty();
            open.rollback();

            assertThat(texts(reader.until(1))).containsExactly("after");
            assertThat(reader.cursor()).isEqualTo(log.last());
        }
    }

    @Test
    void ES_4_a_waiting_subscriber_is_woken_by_a_commit_and_not_by_the_append_before_it() throws Exception {
        reader.rest();
        long start = reader.cursor();
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> awaitFrom(start, woken));
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(newStream(), 0, "a"))) {
            boolean settledWhileOpen = log.await(start, Duration.ofMillis(300));
            boolean wokenWhileOpen = woken.isDone();
            open.commit();

            assertThat(settledWhileOpen).isFalse();
            assertThat(wokenWhileOpen).isFalse();
            assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void awaitFrom(long start, CompletableFuture<Boolean> woken) {
        try {
            woken.complete(log.await(start, Duration.ofSeconds(30)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            woken.completeExceptionally(e);
        }
    }

    @Test
    void the_log_tells_since_when_an_event_waits() {
        long start = reader.cursor();
        append(newStream(), 0, "a");
        reader.until(1);

        Optional<Instant> writtenAt = log.writtenAfter(start);

        assertThat(writtenAt).isPresent();
        assertThat(Duration.between(writtenAt.orElseThrow(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(5));
        assertThat(log.writtenAfter(reader.cursor())).isEmpty();
    }

    @Test
    void ES_4_no_event_of_concurrent_writers_is_skipped_doubled_or_seen_after_a_rollback() throws Exception {
        List<String> committed = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "w" + writer;
                writing.add(writers.submit(() -> write(name, committed)));
            }
            reader.until(WRITERS * APPENDS);
            for (Future<?> writer : writing) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(texts(reader.rest())).hasSize(WRITERS * APPENDS).containsExactlyInAnyOrderElementsOf(committed);
    }

    private void write(String name, List<String> committed) {
        StreamId stream = newStream();
        for (int i = 0; i < APPENDS; i++) {
            NewEvent event = Noted.event(name + "-" + i);
            long version = i;
            rollback(() -> append(newStream(), 0, "never"));
            untilDone(() -> transactions.run(() -> store.append(stream, ExpectedVersion.of(version), List.of(event))));
            committed.add(name + "-" + i);
        }
    }

    private void rollback(Runnable work) {
        try {
            transactions.run(() -> {
                work.run();
                throw new IllegalStateException("rolled back on purpose");
            });
        } catch (RuntimeException expected) {
            // That is what it was for.
        }
    }

    /** At a higher isolation level a transaction may have to be repeated; its event ids make that safe. */
    private static void untilDone(Runnable work) {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (attempt == 50) {
                    throw e;
                }
            }
        }
    }

    @Test
    void ES_5_of_concurrent_appends_with_the_same_expected_version_one_wins() throws Exception {
        StreamId stream = newStream();
        List<Future<Optional<VersionConflictException>>> attempts = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                attempts.add(writers.submit(() -> conflictOf(stream)));
            }
        }

        List<VersionConflictException> conflicts = new ArrayList<>();
        for (Future<Optional<VersionConflictException>> attempt : attempts) {
            attempt.get().ifPresent(conflicts::add);
        }
        assertThat(conflicts).hasSize(WRITERS - 1).allSatisfy(conflict -> {
            assertThat(conflict.stream()).isEqualTo(stream);
            assertThat(conflict.expected()).isZero();
            assertThat(conflict.actual()).isIn(1L, -1L);
        });
        assertThat(store.load(stream, 0)).hasSize(1);
    }

    private Optional<VersionConflictException> conflictOf(StreamId stream) {
        try {
            append(stream, 0, "mine");
            return Optional.empty();
        } catch (VersionConflictException e) {
            return Optional.of(e);
        }
    }

    @Test
    void ES_5_an_append_after_an_open_one_to_the_same_stream_depends_on_how_that_ends() {
        StreamId freed = newStream();
        StreamId taken = newStream();

        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(freed, 0, "first"))) {
            CompletableFuture<Optional<VersionConflictException>> second =
                    CompletableFuture.supplyAsync(() -> conflictOf(freed));
            open.rollback();
            assertThat(second.orTimeout(20, TimeUnit.SECONDS).join()).isEmpty();
        }
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(taken, 0, "first"))) {
            CompletableFuture<Optional<VersionConflictException>> second =
                    CompletableFuture.supplyAsync(() -> conflictOf(taken));
            open.commit();
            assertThat(second.orTimeout(20, TimeUnit.SECONDS).join()).isPresent();
        }

        assertThat(texts(store.load(freed, 0))).containsExactly("mine");
        assertThat(texts(store.load(taken, 0))).containsExactly("first");
    }

    private Appended append(StreamId stream, long expected, String... texts) {
        List<NewEvent> events = List.of(texts).stream().map(Noted::event).toList();
        return store.append(stream, ExpectedVersion.of(expected), events);
    }

    private StreamId newStream() {
        return new StreamId(type, UUID.randomUUID().toString());
    }

    private static List<String> texts(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> Noted.read(event.metadata(), event.text()))
                .toList();
    }
}
