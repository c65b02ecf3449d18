package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.deadletter.DeadLetter;
import io.millrace.deadletter.LetterFilter;
import io.millrace.deadletter.Operator;
import io.millrace.outbox.NoTransactionException;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.testkit.Eventually;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresOutboxTest {

    private static final String ROWS = "SELECT string_agg(id || ' ' || status || ' ' || retry_count || ' '"
            + " || (processed_at IS NOT NULL), ', ' ORDER BY id) FROM millrace.outbox_events";

    private TestDatabase database;
    private Database plain;
    private PostgresOutbox outbox;
    private PostgresCheckpoints checkpoints;

    @BeforeEach
    void openOutbox() {
        database = TestDatabase.migrated();
        plain = database.database();
        outbox = database.closing(new PostgresOutbox(plain, TestEvents.MESSAGES));
        checkpoints = new PostgresCheckpoints(plain);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void an_event_is_refused_where_no_transaction_is_active() {
        assertThatThrownBy(() -> outbox.add(anEvent("1"))).isInstanceOf(NoTransactionException.class);
        assertThatThrownBy(() -> outbox.write(List.of())).isInstanceOf(NoTransactionException.class);
    }

    @Test
    void prepared_messages_are_written_in_their_order_with_all_they_hold() {
        List<OutgoingMessage> messages = IntStream.range(0, 50)
                .mapToObj(i -> TestEvents.MESSAGES.of(anEvent("k" + i)))
                .toList();

        plain.transactions().run(() -> outbox.write(messages));

        List<OutgoingMessage> read = outbox.log().read(0, 100).records();
        assertThat(read).extracting(OutgoingMessage::position).isSorted().hasSize(50);
        assertThat(read)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
                .isEqualTo(messages);
    }

    @Test
    void the_view_shows_truthfully_what_the_relay_has_published() {
        String before = database.value("SELECT clock_timestamp()");
        plain.transactions().run(() -> IntStream.range(0, 5).forEach(i -> outbox.add(anEvent("k" + i))));
        assertThat(database.value(ROWS))
                .isEqualTo("1 PENDING 0 false, 2 PENDING 0 false, 3 PENDING 0 false, 4 PENDING 0 false,"
                        + " 5 PENDING 0 false");

        AllLanes relay = AllLanes.of(checkpoints, PostgresOutbox.SUBSCRIPTION);
        park(2, DeadLetter.State.PARKED);
        park(3, DeadLetter.State.HELD);
        relay.advance(4);

        assertThat(database.value(ROWS))
                .isEqualTo("1 PROCESSED 0 true, 2 FAILED 3 false, 3 PENDING 3 false, 4 PROCESSED 0 true,"
                        + " 5 PENDING 0 false");
        assertThat(database.value("SELECT processed_at BETWEEN '" + before + "' AND clock_timestamp()"
                        + " FROM millrace.outbox_events WHERE id = 1"))
                .isEqualTo("t");
    }

    @Test
    void the_view_shows_what_became_of_messages_that_were_put_aside() {
        plain.transactions().run(() -> IntStream.range(0, 3).forEach(i -> outbox.add(anEvent("k" + i))));
        park(1, DeadLetter.State.PARKED);
        park(2, DeadLetter.State.HELD);
        park(3, DeadLetter.State.PARKED);
        AllLanes.of(checkpoints, PostgresOutbox.SUBSCRIPTION).advance(3);
        Operator kim = new Operator("kim", "test data");
        PostgresLetterDesk desk = new PostgresLetterDesk(plain);

        desk.discard(LetterFilter.all().key("key of 1"), kim);
        new PostgresDeadLetters(plain)
                .redriven(new PostgresDeadLetters(plain)
                        .releasable("relay:" + PostgresOutbox.SUBSCRIPTION, 1).stream()
                                .map(DeadLetter::id)
                                .toList());
        desk.redrive(LetterFilter.all().key("key of 3"), kim, 1);

        assertThat(database.value(ROWS)).isEqualTo("1 FAILED 3 false, 2 PROCESSED 3 true, 3 PENDING 3 false");
    }

    @Test
    void the_time_of_publication_stays_when_the_cursor_moves_on() {
        plain.transactions().run(() -> IntStream.range(0, 5).forEach(i -> outbox.add(anEvent("k" + i))));
        AllLanes relay = AllLanes.of(checkpoints, PostgresOutbox.SUBSCRIPTION);
        relay.advance(2);
        String processed = database.value("SELECT processed_at FROM millrace.outbox_events WHERE id = 2");

        Eventually.holds(
                "the next second", () -> database.value("SELECT clock_timestamp() > date_trunc('second', timestamptz '"
                                + processed + "') + interval '1 second'")
                        .equals("t"));
        relay.advance(5);

        assertThat(database.value("SELECT processed_at FROM millrace.outbox_events WHERE id = 2"))
                .isEqualTo(processed);
        assertThat(database.value("SELECT processed_at > '" + processed + "' FROM millrace.outbox_events WHERE id = 3"))
                .isEqualTo("t");
    }

    @Test
    void the_view_has_the_nine_columns_of_the_guide() {
        assertThat(database.value("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute"
                        + " WHERE attrelid = 'millrace.outbox_events'::regclass AND attnum > 0"))
                .isEqualTo("id, aggregate_type, aggregate_id, event_type, payload, status, created_at, processed_at,"
                        + " retry_count");
    }

    private void park(long position, DeadLetter.State state) {
        String eventId = database.value("SELECT event_id FROM millrace.outbox WHERE position = " + position);
        new PostgresDeadLetters(plain)
                .park(DeadLetterExamples.letter(
                        "relay:" + PostgresOutbox.SUBSCRIPTION,
                        Long.toString(position),
                        UUID.fromString(eventId),
                        state,
                        "{}"));
    }

    private static OutgoingEvent anEvent(String key) {
        return new OutgoingEvent("Order", key, new TestEvents.Counted(1));
    }
}
