package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.log.ReclaimedException;
import io.millrace.log.Subscription;
import io.millrace.operations.Republish;
import io.millrace.outbox.OutgoingEvent;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.testkit.Eventually;
import io.millrace.work.Backoff;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The segments of the outbox: made ahead of need, dropped when nobody needs them. */
class OutboxSegmentsTest {

    private static final long SIZE = 1_000_000;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Retention.Settings A_DAY = new Retention.Settings(DAY, DAY, DAY, SIZE, DAY);

    private final TestDatabase database = TestDatabase.migrated();
    private final Database plain = database.database();
    private final PostgresOutbox outbox = database.closing(new PostgresOutbox(plain, TestEvents.MESSAGES));
    private final Partitions partitions = new Partitions(plain);

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void a_segment_is_dropped_when_every_reader_has_passed_it_and_its_time_is_over() {
        writeAt(10, SIZE - 1, SIZE + 10, 2 * SIZE + 10);
        read("outbox", 2 * SIZE + 10);
        writtenDaysAgo(2, SIZE);

        reclaim();

        assertThat(segments()).isEqualTo("1000000, 2000000, 3000000");
        assertThat(outbox.log().read(0, 10).records())
                .extracting(OutgoingMessage::position)
                .containsExactly(SIZE + 10, 2 * SIZE + 10);
        writtenDaysAgo(2, 3 * SIZE);
        reclaim();
        assertThat(segments()).as("the one that is being written stays").isEqualTo("2000000, 3000000");
    }

    @Test
    void RL_1_what_one_lane_of_one_reader_still_needs_is_kept_however_old_it_is() {
        writeAt(10, SIZE + 10);
        writtenDaysAgo(1_000, 2 * SIZE);
        read("outbox", SIZE + 10);
        read("consumer:mails", SIZE + 10);
        database.execute("UPDATE millrace.lanes SET position = 9 WHERE subscription = 'consumer:mails' AND lane = 7");

        reclaim();

        assertThat(segments()).isEqualTo("0, 1000000, 2000000, 3000000");
        assertThat(partitions.readers())
                .extracting(Retention.Reader::subscription, Retention.Reader::position)
                .containsExactlyInAnyOrder(tuple("consumer:mails", 9L), tuple("outbox", SIZE + 10));
    }

    @Test
    void RL_1_nothing_is_dropped_before_a_reader_has_come_or_moved() {
        writeAt(10, SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);

        reclaim();
        outbox.log().admit("outbox", 0);
        reclaim();

        assertThat(segments()).startsWith("0, ");
    }

    @Test
    void a_reader_of_another_log_keeps_nothing() {
        writeAt(10, SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);
        read("outbox", SIZE + 10);
        try (PostgresEventStore store = new PostgresEventStore(plain, TestEvents.CODEC)) {
            store.log().admit("projection:orders", 0);
        }

        reclaim();

        assertThat(segments()).startsWith("1000000, ");
    }

    @Test
    void segments_are_made_ahead_of_need() {
        writeAt(SIZE + 10);

        assertThat(partitions.prepare(SIZE)).isTrue();
        assertThat(partitions.prepare(SIZE)).isTrue();

        assertThat(segments()).isEqualTo("0, 1000000, 2000000, 3000000, 4000000, 5000000");
    }

    @Test
    void segments_grow_with_what_is_kept_so_that_there_are_never_many() {
        for (int round = 0; round < 60; round++) {
            database.execute("SELECT setval('millrace.outbox_position_seq', max(next_segment))"
                    + " FROM millrace.outbox_segments");
            partitions.prepare(1_000);
        }

        assertThat(partitions.segments().count()).isBetween(60, 80);
        assertThat(database.value("SELECT max(next_segment) > 100000000 FROM millrace.outbox_segments"))
                .isEqualTo("t");
    }

    @Test
    void RL_1_a_message_for_which_maintenance_is_late_goes_to_the_rest_and_the_rest_becomes_a_segment() {
        writeAt(10, 9 * SIZE, 9 * SIZE + 1);
        assertThat(tableOf(9 * SIZE)).isEqualTo("millrace.outbox_rest");

        assertThat(partitions.prepare(SIZE)).isTrue();
        writeAt(9 * SIZE + 2, 11 * SIZE);

        assertThat(segments()).isEqualTo("0, 1000000, 2000000, 3000000, 4000000, 10000001, 11000001, 12000001");
        assertThat(tableOf(9 * SIZE)).isEqualTo(tableOf(9 * SIZE + 2)).isEqualTo("millrace.outbox_4000000");
        assertThat(tableOf(11 * SIZE)).isEqualTo("millrace.outbox_10000001");
        assertThat(outbox.log().read(0, 10).records())
                .extracting(OutgoingMessage::position)
                .containsExactly(10L, 9 * SIZE, 9 * SIZE + 1, 9 * SIZE + 2, 11 * SIZE);
    }

    @Test
    void an_open_append_is_not_waited_for() {
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);

        plain.transactions().run(() -> {
            outbox.add(anEvent());
            assertThat(partitions.reclaim(A_DAY)).isFalse();
        });

        assertThat(segments()).startsWith("0, ");
        reclaim();
        assertThat(segments()).startsWith("1000000, ");
    }

    @Test
    void a_page_looks_only_at_the_segments_that_hold_it() {
        writeAt(10, SIZE + 10, 2 * SIZE + 10);
        database.execute("ANALYZE millrace.outbox");

        String plan = plain.apart(connection -> {
            Sql.of("SET plan_cache_mode = force_generic_plan").update(connection);
            Sql.of("PREPARE page (bigint, bigint) AS SELECT position FROM millrace.outbox"
                            + " WHERE position > $1 AND position <= $2 ORDER BY position LIMIT 100")
                    .update(connection);
            return String.join(
                    "\n",
                    Sql.of("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE page (1000000, 1000100)")
                            .all(connection, row -> row.getString(1)));
        });

        assertThat(plan).contains("outbox_1000000").doesNotContain("outbox_2000000", "outbox_0");
    }

    @Test
    void
            a_subscription_that_stands_before_what_is_gone_is_refused_with_the_remedy_and_a_new_one_begins_with_what_is_there() {
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);
        reclaim();

        assertThatThrownBy(() -> outbox.log().admit("consumer:late", 5))
                .isInstanceOf(ReclaimedException.class)
                .hasMessageContaining("consumer:late")
                .hasMessageContaining("before 1000000 is dropped")
                .hasMessageContaining("UPDATE millrace.lanes SET position = 999999");
        assertThat(catchThrowable(() -> outbox.log().admit("consumer:new", 0))).isNull();
        assertThat(catchThrowable(() -> outbox.log().admit("outbox", SIZE + 10)))
                .isNull();
    }

    @Test
    void a_running_subscription_that_stands_before_what_is_gone_fails_visibly_and_moves_no_cursor() {
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);
        reclaim();
        database.execute("INSERT INTO millrace.lanes (subscription, lane, position) VALUES ('late', 0, 5)");
        Subscription.Source<OutgoingMessage> source =
                new Subscription.Source<>(outbox.log(), new PostgresCheckpoints(plain), plain.transactions());

        try (Subscription<OutgoingMessage> late = Subscription.start(
                "late", source, OutgoingMessage::key, page -> {}, Subscription.Settings.defaults())) {
            Eventually.holds("it fails", () -> late.status().failure().isPresent());

            assertThat(late.status().failure()).containsInstanceOf(ReclaimedException.class);
            assertThat(late.status().position()).isEqualTo(5);
        }
    }

    @Test
    void a_range_of_which_something_is_gone_is_not_published_again() {
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);
        reclaim();

        assertThatThrownBy(() -> Republish.start(
                        new Republish.Range(5, SIZE + 10),
                        outbox.log(),
                        () -> {
                            throw new AssertionError("nothing is to be published");
                        },
                        Backoff.defaults()))
                .isInstanceOf(ReclaimedException.class)
                .hasMessageContaining("begin at 1000000");
    }

    @Test
    void times_of_publication_go_with_their_messages() {
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(2, 2 * SIZE);
        database.execute("INSERT INTO millrace.checkpoint_history SELECT 'outbox', now() - i * interval '1 minute',"
                + " 1000010 - i, now() FROM generate_series(0, 20) AS i");

        reclaim();

        assertThat(database.value("SELECT min(position) || ' ' || count(*) FROM millrace.checkpoint_history"))
                .isEqualTo("1000000 11");
    }

    @Test
    void retention_works_by_itself_and_names_who_is_behind() {
        writeAt(10, SIZE + 10, 2 * SIZE + 10);
        writtenDaysAgo(2, 3 * SIZE);
        read("outbox", 2 * SIZE + 10);
        read("consumer:mails", SIZE + 10);
        Retention.Settings settings = new Retention.Settings(DAY, Duration.ofDays(7), DAY, SIZE, Duration.ofMillis(20));

        try (Retention retention = Retention.start(plain, settings)) {
            Eventually.holds(
                    "the first segment is gone",
                    () -> retention.status().filter(now -> now.oldest() == SIZE).isPresent());

            assertThat(segments()).startsWith("1000000, ");
            assertThat(retention.status().orElseThrow().late()).singleElement().satisfies(late -> {
                assertThat(late.subscription()).isEqualTo("consumer:mails");
                assertThat(late.position()).isEqualTo(SIZE + 10);
            });
            assertThat(retention.failure()).isEmpty();
        }
    }

    @Test
    void settings_that_would_forget_at_once_are_refused() {
        assertThatThrownBy(() -> new Retention.Settings(DAY, Duration.ofHours(1), DAY, SIZE, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a day or more");
        assertThatThrownBy(() -> new Retention.Settings(DAY, DAY, DAY.negated(), SIZE, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a day or more");
        Retention.Settings nothing = Retention.Settings.defaults().keepingEverything();
        writeAt(10, SIZE + 10);
        read("outbox", SIZE + 10);
        writtenDaysAgo(1_000, 2 * SIZE);

        partitions.reclaim(nothing);

        assertThat(segments()).startsWith("0, ");
    }

    private void reclaim() {
        assertThat(partitions.reclaim(A_DAY)).isTrue();
    }

    /** Writes a message at each position; the numbers between are dead. */
    private void writeAt(long... positions) {
        LongStream.of(positions).forEach(position -> {
            database.execute("SELECT setval('millrace.outbox_position_seq', " + position + ", FALSE)");
            plain.transactions().run(() -> outbox.add(anEvent()));
        });
    }

    private void read(String subscription, long through) {
        outbox.log().admit(subscription, 0);
        database.execute("INSERT INTO millrace.lanes (subscription, lane, position) SELECT '" + subscription
                + "', lane, " + through + " FROM generate_series(0, 63) AS lane");
    }

    private void writtenDaysAgo(int days, long before) {
        database.execute("UPDATE millrace.outbox SET created_at = now() - interval '" + days
                + " days' WHERE position < " + before);
    }

    private String tableOf(long position) {
        return database.value("SELECT tableoid::regclass FROM millrace.outbox WHERE position = " + position);
    }

    private String segments() {
        String noted = database.value(
                "SELECT string_agg(first_position::text, ', ' ORDER BY first_position) FROM millrace.outbox_segments");
        assertThat(database.value("SELECT string_agg(substr(relname, 8), ', ' ORDER BY substr(relname, 8)::bigint)"
                        + " FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid"
                        + " WHERE inhparent = 'millrace.outbox'::regclass AND relname <> 'outbox_rest'"))
                .isEqualTo(noted);
        return noted;
    }

    private static OutgoingEvent anEvent() {
        return new OutgoingEvent("Order", "1", new TestEvents.Counted(1));
    }
}
