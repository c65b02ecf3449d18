package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.event.UnknownEventTypeException;
import io.millrace.store.Appended;
import io.millrace.store.EventStore;
import io.millrace.store.ExpectedVersion;
import io.millrace.store.NewEvent;
import io.millrace.store.RecordedEvent;
import io.millrace.store.StreamId;
import io.millrace.store.VersionConflictException;
import io.millrace.work.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an {@link EventStore} promises of its streams. The store may hold other streams before a test. */
public abstract class EventStoreContract {

    private EventStore store;
    private Transactions transactions;
    private StreamId stream;

    /** The store, which uses {@link Noted#CODEC} and joins {@link #transactions}. */
    protected abstract EventStore store();

    protected abstract Transactions transactions();

    @BeforeEach
    void beginAStream() {
        store = store();
        transactions = transactions();
        stream = newStream();
    }

    @Test
    void ES_3_versions_count_from_1_without_holes_over_several_appends() {
        append(0, "a", "b");
        Appended last = append(2, "c");

        List<RecordedEvent> events = store.load(stream, 0);

        assertThat(events).extracting(RecordedEvent::version).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(RecordedEvent::stream).containsOnly(stream);
        assertThat(events).extracting(RecordedEvent::position).isSorted().doesNotHaveDuplicates();
        assertThat(last).isEqualTo(new Appended(stream, 3, events.getLast().position()));
    }

    @Test
    void a_load_after_a_version_gives_the_later_events() {
        append(0, "a", "b", "c");

        assertThat(texts(store.load(stream, 1))).containsExactly("b", "c");
        assertThat(store.load(stream, 3)).isEmpty();
        assertThat(store.load(newStream(), 0)).isEmpty();
    }

    @Test
    void two_types_may_use_the_same_id() {
        StreamId other = new StreamId("Other", stream.id());

        append(0, "a");
        store.append(other, ExpectedVersion.none(), List.of(Noted.event("b")));

        assertThat(texts(store.load(stream, 0))).containsExactly("a");
        assertThat(texts(store.load(other, 0))).containsExactly("b");
    }

    @Test
    void payload_and_metadata_come_back_as_they_were_given() {
        EventMetadata all = new EventMetadata(
                EventIds.next(),
                "Noted",
                1,
                Instant.parse("2026-03-01T23:59:59.123456Z"),
                "a process",
                "a cause",
                "김철수",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        EventMetadata least = new EventMetadata(
                EventIds.next(), "Noted", 1, Instant.parse("1999-12-31T00:00:00Z"), null, null, null, null);
        String text = "주문 \"one\" \\ two\n\uD83D\uDE00";

        store.append(
                stream,
                ExpectedVersion.none(),
                List.of(new NewEvent(all, new Noted(text)), new NewEvent(least, new Noted(""))));

        List<RecordedEvent> events = store.load(stream, 0);
        assertThat(events).extracting(RecordedEvent::metadata).containsExactly(all, least);
        assertThat(texts(events)).containsExactly(text, "");
    }

    @Test
    void an_append_of_nothing_is_refused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store.append(stream, ExpectedVersion.none(), List.of()));
    }

    @Test
    void an_event_of_an_unregistered_type_is_refused_with_all_that_came_with_it() {
        NewEvent unregistered = new NewEvent(Noted.event("a").metadata(), "not a registered record");

        assertThatExceptionOfType(UnknownEventTypeException.class)
                .isThrownBy(
                        () -> store.append(stream, ExpectedVersion.none(), List.of(Noted.event("a"), unregistered)));
        assertThat(store.load(stream, 0)).isEmpty();
    }

    @Test
    void ES_2_a_conflicting_append_left_nothing() {
        append(0, "a");

        Throwable refused = catchThrowable(() -> append(0, "b", "c"));

        assertThat(refused).isInstanceOf(VersionConflictException.class);
        assertThat(texts(store.load(stream, 0))).containsExactly("a");
        append(1, "d");
        assertThat(texts(store.load(stream, 0))).containsExactly("a", "d");
    }

    @Test
    void ES_2_an_append_in_a_transaction_that_rolls_back_left_nothing() {
        RuntimeException failure = new IllegalStateException("the caller fails");

        Throwable thrown = catchThrowable(() -> transactions.run(() -> {
            append(0, "a");
            assertThat(texts(store.load(stream, 0))).containsExactly("a");
            throw failure;
        }));

        assertThat(thrown).isSameAs(failure);
        assertThat(store.load(stream, 0)).isEmpty();
    }

    @Test
    void several_appends_in_one_transaction_build_on_each_other() {
        transactions.run(() -> {
            append(0, "a");
            append(1, "b", "c");
        });

        assertThat(texts(store.load(stream, 0))).containsExactly("a", "b", "c");
    }

    @Test
    void ES_2_repeating_an_append_with_the_same_ids_returns_the_first_result() {
        List<NewEvent> events = List.of(Noted.event("a"), Noted.event("b"));
        Appended first = store.append(stream, ExpectedVersion.none(), events);

        Appended repeated = store.append(stream, ExpectedVersion.none(), events);
        append(2, "c");
        Appended repeatedLater = store.append(stream, ExpectedVersion.none(), events);

        assertThat(repeated).isEqualTo(first);
        assertThat(repeatedLater).isEqualTo(first);
        assertThat(texts(store.load(stream, 0))).containsExactly("a", "b", "c");
    }

    @Test
    void ES_2_an_append_that_shares_only_some_ids_with_an_earlier_one_is_a_conflict() {
        NewEvent shared = Noted.event("a");
        store.append(stream, ExpectedVersion.none(), List.of(shared));

        Throwable refused =
                catchThrowable(() -> store.append(stream, ExpectedVersion.none(), List.of(shared, Noted.event("b"))));

        assertThat(refused).isInstanceOf(VersionConflictException.class);
        assertThat(texts(store.load(stream, 0))).containsExactly("a");
    }

    @Test
    void ES_5_a_conflict_names_stream_expected_and_actual_version() {
        append(0, "a", "b");

        Throwable behind = catchThrowable(() -> append(1, "c"));
        Throwable ahead = catchThrowable(() -> append(7, "c"));

        assertConflict(behind, 1, 2);
        assertConflict(ahead, 7, 2);
        assertThat(store.load(stream, 0)).hasSize(2);
    }

    @Test
    void an_append_is_not_seen_by_others_before_its_commit() {
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> append(0, "a"))) {
            assertThat(store.load(stream, 0)).isEmpty();
            open.commit();
        }

        assertThat(texts(store.load(stream, 0))).containsExactly("a");
    }

    private void assertConflict(Throwable thrown, long expected, long actual) {
        assertThat(thrown).isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
            assertThat(conflict.stream()).isEqualTo(stream);
            assertThat(conflict.expected()).isEqualTo(expected);
            assertThat(conflict.actual()).isEqualTo(actual);
        });
    }

    private Appended append(long expected, String... texts) {
        List<NewEvent> events = List.of(texts).stream().map(Noted::event).toList();
        return store.append(stream, ExpectedVersion.of(expected), events);
    }

    private static StreamId newStream() {
        return new StreamId("Note", UUID.randomUUID().toString());
    }

    private static List<String> texts(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> Noted.read(event.metadata(), event.text()))
                .toList();
    }
}
