package io.millrace.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.Claims;
import io.millrace.consumer.EventClaim;
import io.millrace.event.EventIds;
import io.millrace.testkit.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inbox keeps, what it forgets, and that it never takes the forgotten for the new. */
class InboxRetentionTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Claims NOTHING = new Claims(Set.of(), Set.of());

    private final TestDatabase database = TestDatabase.migrated();
    private final InboxDays days = new InboxDays(database);

    @BeforeEach
    void addDaysLongPast() {
        for (int day = -12; day < -7; day++) {
            days.add(day);
        }
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void a_day_is_forgotten_when_the_window_has_passed_since_its_events_and_since_their_handling() {
        EventClaim old = eventOf(-10);
        EventClaim recent = eventOf(-2);
        claim("mails", old, recent);
        days.claimedAgo(Duration.ofDays(8), "TRUE");

        List<String> dropped = days.reclaim(WEEK);

        assertThat(dropped)
                .containsExactly(days.name(-12), days.name(-11), days.name(-10), days.name(-9), days.name(-8));
        assertThat(claim("mails", old, recent)).isEqualTo(new Claims(Set.of(), Set.of(old.eventId())));
        assertThat(claim("mails", eventOf(-9)).fresh())
                .as("a day that held nothing of the consumer was not forgotten")
                .hasSize(1);
        assertThat(claim("mails", eventOf(-11)).outside()).hasSize(1);
    }

    @Test
    void a_day_in_which_something_was_claimed_lately_is_kept_and_not_looked_at_again() {
        EventClaim old = eventOf(-10);
        claim("replayed", old);

        assertThat(days.reclaim(WEEK)).doesNotContain(days.name(-10)).contains(days.name(-9));

        assertThat(claim("replayed", old)).isEqualTo(NOTHING);
        assertThat(database.value("SELECT busy_until > clock_timestamp() + interval '6 days' FROM millrace.inbox_days"
                        + " WHERE day = (now() AT TIME ZONE 'UTC')::date - 10"))
                .isEqualTo("t");
    }

    @Test
    void a_new_consumer_handles_what_others_have_forgotten_and_that_is_forgotten_in_turn() {
        days.reclaim(WEEK);
        EventClaim old = eventOf(-30);
        assertThat(claim("new", old).fresh()).containsExactly(old.eventId());
        assertThat(claim("new", old)).isEqualTo(NOTHING);
        assertThat(days.reclaim(WEEK)).isEmpty();

        days.claimedAgo(Duration.ofDays(8), "TRUE");

        assertThat(days.reclaim(WEEK)).containsExactly("1 rows of processed_events_rest");
        assertThat(claim("new", old).outside()).containsExactly(old.eventId());
        assertThat(claim("new", eventOf(-29)).fresh()).hasSize(1);
    }

    @Test
    void CO_1_an_event_of_a_day_to_come_is_known_before_and_after_the_day_gets_its_partition() {
        EventClaim early = eventOf(20);
        assertThat(claim("mails", early).fresh()).containsExactly(early.eventId());
        assertThat(days.partitionOf(early.eventId())).endsWith("processed_events_rest");

        days.add(20);

        assertThat(days.partitionOf(early.eventId())).endsWith(days.name(20));
        assertThat(claim("mails", early)).isEqualTo(NOTHING);
    }

    @Test
    void partitions_are_made_ahead_of_need_and_once() {
        database.execute("SELECT millrace.prepare_inbox()");
        database.execute("SELECT millrace.prepare_inbox()");

        assertThat(database.value("SELECT max(day) - (now() AT TIME ZONE 'UTC')::date FROM millrace.inbox_days"))
                .isEqualTo("3");
        EventClaim now = EventClaim.of(EventIds.next());
        claim("mails", now);
        assertThat(days.partitionOf(now.eventId())).doesNotEndWith("rest");
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, -30})
    void CO_1_a_claim_waits_for_what_is_being_forgotten(int day) throws Exception {
        EventClaim old = eventOf(day);
        claim("mails", old);
        days.claimedAgo(Duration.ofDays(8), "TRUE");
        try (Connection maintenance = database.dataSource().getConnection();
                Connection watcher = database.dataSource().getConnection()) {
            maintenance.setAutoCommit(false);
            for (int step = 0; step < 6; step++) {
                Sql.of(InboxDays.reclaimOne(WEEK)).one(maintenance, row -> true);
            }

            CompletableFuture<Claims> late = CompletableFuture.supplyAsync(() -> claim("mails", old));
            Sql waiting = Sql.of("SELECT count(*) FROM pg_locks"
                    + " WHERE NOT granted AND relation = 'millrace.processed_events'::regclass");
            Eventually.holds("the claim waits", () -> waiting.one(watcher, row -> row.getInt(1)) == 1);
            maintenance.commit();

            assertThat(late.join().outside()).containsExactly(old.eventId());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void CO_1_a_strict_transaction_that_looked_before_something_was_forgotten_is_to_be_repeated(int isolation) {
        EventClaim old = eventOf(-10);
        claim("mails", old);
        days.claimedAgo(Duration.ofDays(8), "TRUE");
        Database strict = database.database(isolation);

        Throwable refused = catchThrowable(() -> strict.transactions().run(() -> {
            strict.joined(connection -> Sql.of("SELECT 1").one(connection, row -> true));
            days.reclaim(WEEK);
            new PostgresInbox(strict).claim("mails", List.of(old));
        }));

        assertThat(refused).isNotNull().matches(new PostgresOutages()::isOutage, "is an outage");
        assertThat(strict.transactions()
                        .call(() -> new PostgresInbox(strict).claim("mails", List.of(old)))
                        .outside())
                .containsExactly(old.eventId());
    }

    @Test
    void a_claim_that_stays_open_is_not_waited_for() {
        EventClaim old = eventOf(-10);
        Database plain = database.database();

        plain.transactions().run(() -> {
            new PostgresInbox(plain).claim("mails", List.of(old));
            assertThat(catchThrowable(() -> database.value(InboxDays.reclaimOne(WEEK))))
                    .isInstanceOf(DatabaseException.class)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
        });

        assertThat(claim("mails", old)).isEqualTo(NOTHING);
    }

    private Claims claim(String consumer, EventClaim... events) {
        Database plain = database.database();
        return plain.transactions().call(() -> new PostgresInbox(plain).claim(consumer, List.of(events)));
    }

    /** An event of noon of a day, so many days from today. */
    private static EventClaim eventOf(int fromToday) {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        return new EventClaim(
                UUID.randomUUID(), today.plus(fromToday, ChronoUnit.DAYS).plus(Duration.ofHours(12)));
    }
}
