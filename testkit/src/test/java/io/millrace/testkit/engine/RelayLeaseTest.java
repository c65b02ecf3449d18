package io.millrace.testkit.engine;

import static io.millrace.testkit.engine.MemoryBroker.YES;
import static io.millrace.testkit.engine.RelayFixture.LEASE;
import static io.millrace.testkit.engine.RelayFixture.awaitEndOfLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.Checkpoints;
import io.millrace.log.Lanes;
import io.millrace.log.Lease;
import io.millrace.log.Share;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Relay;
import io.millrace.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several relays of one name, and a relay whose database goes away. */
@SuppressWarnings("try") // a relay that only has to run
class RelayLeaseTest {

    /** The checkpoints as a relay sees them that can't always reach the database. */
    private record Unreachable(Checkpoints checkpoints, AtomicBoolean away) implements Checkpoints {

        @Override
        public Lease join(String subscription, int lanes, Duration duration) {
            requireDatabase();
            return checkpoints.join(subscription, lanes, duration);
        }

        @Override
        public Share renew(Lease lease) {
            requireDatabase();
            return checkpoints.renew(lease);
        }

        @Override
        public long position(String subscription) {
            requireDatabase();
            return checkpoints.position(subscription);
        }

        @Override
        public void advance(Lease lease, Map<Integer, Long> positions) {
            requireDatabase();
            checkpoints.advance(lease, positions);
        }

        @Override
        public void release(Lease lease, Set<Integer> lanes) {
            requireDatabase();
            checkpoints.release(lease, lanes);
        }

        @Override
        public void leave(Lease lease) {
            requireDatabase();
            checkpoints.leave(lease);
        }

        private void requireDatabase() {
            if (away.get()) {
                throw new IllegalStateException("the database is away");
            }
        }
    }

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final List<Integer> ALL = IntStream.range(0, 20).boxed().toList();

    private final RelayFixture given = new RelayFixture();
    private final CompletableFuture<Object> later = new CompletableFuture<>();

    @Test
    void RL_3_a_second_instance_takes_over_and_reorders_nothing() {
        given.add("a", IntStream.range(0, 20).toArray());

        Relay first = given.relay(given.outbox.log(), given.checkpoints, LONG, this::tenAtOnce);
        Eventually.holds("the first instance got stuck", () -> given.checkpoints.position("test") == 10);
        try (Relay second = given.relay(given.outbox.log(), given.checkpoints, LEASE, message -> YES)) {
            assertThat(given.broker.numbers("a")).hasSize(10);
            first.close();
            awaitEndOfLog(second);
        }

        assertThat(given.broker.numbers("a")).isEqualTo(ALL);
        assertThat(given.broker.closed()).isEqualTo(2);
    }

    @Test
    void RL_3_an_instance_that_outlives_its_lease_reorders_nothing_and_moves_no_cursor() {
        CountDownLatch suspended = new CountDownLatch(1);
        given.add("a", IntStream.range(0, 20).toArray());

        Relay zombie = given.relay(given.outbox.log(), given.checkpoints, LEASE, message -> {
            if (message.position() == 6) {
                awaitUninterrupted(suspended);
            }
            return YES;
        });
        Eventually.holds("it is in the middle", () -> given.broker.numbers("a").size() == 5);
        Eventually.holds("its lease expired", given::free);
        try (Relay second = given.relay(given.outbox.log(), given.checkpoints, LONG, this::tenAtOnce)) {
            Eventually.holds("the second takes over", () -> given.checkpoints.position("test") == 10);
            suspended.countDown();
            Eventually.holds("the zombie has sent the rest and is fenced off", () -> given.broker.closed() == 1);
            assertThat(given.broker.firstNumbers("a")).isEqualTo(ALL);
            assertThat(given.checkpoints.position("test")).isEqualTo(10);

            later.complete("acknowledged");
            awaitEndOfLog(second);
        } finally {
            zombie.close();
        }

        assertThat(given.broker.firstNumbers("a")).isEqualTo(ALL);
        assertThat(given.broker.numbers("a")).hasSizeGreaterThan(ALL.size());
    }

    @Test
    void RL_3_a_key_that_was_put_aside_stays_held_while_lanes_change_hands() {
        String waiting = keyOfLane(7, 0);
        String refused = keyOfLane(7, 1);
        String other = keyOfLane(8, 0);
        Lease neighbour = given.checkpoints.join("test", Lanes.COUNT, LONG);
        given.checkpoints.renew(neighbour);
        given.checkpoints.release(neighbour, IntStream.range(0, 32).boxed().collect(Collectors.toSet()));

        try (Relay relay = given.relay(given.outbox.log(), given.checkpoints, LONG.dividedBy(100), message -> {
            if (message.key().equals(waiting)) {
                return later;
            }
            return message.key().equals(refused) && message.position() == 2 ? MemoryBroker.refusal() : YES;
        })) {
            given.add(waiting, 0);
            given.add(refused, 0);
            given.add(other, 0);
            Eventually.holds(
                    "the lanes are worked on", () -> given.broker.numbers(other).size() == 1);
            given.checkpoints.leave(neighbour);
            Eventually.holds("it has the other lanes too", () -> !given.free());
            given.add(refused, 1);
            given.add(other, 1);
            Eventually.holds(
                    "what came later was read",
                    () -> given.broker.numbers(other).size() == 2);
            assertThat(given.broker.numbers(refused)).isEmpty();

            later.complete("acknowledged");
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers(refused)).isEmpty();
        assertThat(given.deadLetters.count("relay:test")).isEqualTo(2);
    }

    private static String keyOfLane(int lane, int which) {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> "key-" + i)
                .filter(key -> Lanes.of(key) == lane)
                .skip(which)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void RL_6_after_the_database_was_away_everything_unacknowledged_is_sent_again() {
        AtomicBoolean away = new AtomicBoolean();
        Checkpoints unreachable = new Unreachable(given.checkpoints, away);
        given.add("a", IntStream.range(0, 20).toArray());

        try (Relay relay = given.relay(
                given.outbox.log(),
                unreachable,
                LEASE,
                message -> given.broker.opened() == 1 ? tenAtOnce(message) : YES)) {
            Eventually.holds("ten are stored", () -> given.checkpoints.position("test") == 10);
            away.set(true);
            Eventually.holds("what was in flight is given up", () -> given.broker.closed() == 1);
            away.set(false);
            awaitEndOfLog(relay);
        }

        assertThat(given.broker.numbers("a")).isEqualTo(ALL);
    }

    @Test
    void a_relay_that_ends_between_two_attempts_gives_its_lease_up() {
        AtomicBoolean failed = new AtomicBoolean();
        given.add("a", 0);

        Relay relay = given.relay(given.outbox.log(), given.checkpoints, LONG, message -> {
            failed.set(true);
            return CompletableFuture.failedFuture(new IllegalStateException("connection lost"));
        });
        Eventually.holds("an attempt failed", failed::get);
        relay.close();

        assertThat(given.free()).isTrue();
    }

    private CompletionStage<?> tenAtOnce(OutgoingMessage message) {
        return message.position() <= 10 ? YES : later;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
