package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventIds;
import io.millrace.event.EventMetadata;
import io.millrace.log.InMemoryCheckpoints;
import io.millrace.log.Lease;
import io.millrace.outbox.OutgoingMessage;
import io.millrace.outbox.Publisher;
import io.millrace.work.InMemoryTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashPointTest {

    @ParameterizedTest
    @CsvSource({
        "relay.before-send, begin",
        "relay.after-send, sent",
        "relay.before-advance, acknowledged",
        "relay.after-advance, acknowledged",
        "work.before-commit, effects",
        "work.after-commit, effects",
        "work.after-commit:2, committed"
    })
    void a_process_ends_at_the_point_that_was_named_and_not_before(String point, String lastLine) {
        try (ChildJvm child = ChildJvm.of(PassesAllPoints.class).crashAt(point).start()) {
            int status = child.awaitExit(Duration.ofSeconds(60));

            assertThat(status).isEqualTo(CrashPoint.STATUS);
            String name = point.split(":", 2)[0];
            Eventually.passes("its output is collected", () -> assertThat(child.lines())
                    .endsWith(lastLine, "crashed at " + name));
        }
    }

    @Test
    void a_process_without_a_crash_point_runs_to_its_end() {
        try (ChildJvm child = ChildJvm.of(PassesAllPoints.class).start()) {
            assertThat(child.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(child.awaitLine("end")).isEqualTo("end");
        }
    }

    @Test
    void a_suspended_process_does_nothing_until_it_is_resumed() {
        try (ChildJvm child = ChildJvm.of(Counts.class).start()) {
            child.awaitLine("3");

            child.suspend();
            Eventually.passes("its output stands still", () -> {
                int before = child.lines().size();
                assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS))
                        .isFalse();
                assertThat(child.lines()).hasSize(before);
            });
            int whileSuspended = child.lines().size();
            child.resume();

            Eventually.holds("it goes on", () -> child.lines().size() > whileSuspended);
        }
    }

    static final class PassesAllPoints {
        private PassesAllPoints() {}

        public static void main(String[] arguments) {
            System.out.println("begin");
            new CrashingPublisher("relay", new PrintingPublisher())
                    .publish(message())
                    .toCompletableFuture()
                    .join();
            System.out.println("acknowledged");
            InMemoryTransactions plain = new InMemoryTransactions();
            CrashingCheckpoints checkpoints =
                    new CrashingCheckpoints("relay", new InMemoryCheckpoints(plain, Clock.systemUTC()));
            Lease lease = checkpoints.join("s", 1, Duration.ofMinutes(1));
            checkpoints.advance(lease, Map.of(0, 1L));
            CrashingTransactions transactions = new CrashingTransactions("work", plain);
            transactions.run(() -> System.out.println("effects"));
            transactions.run(() -> transactions.run(() -> System.out.println("committed")));
            System.out.println("end");
        }
    }

    static final class Counts {
        private Counts() {}

        public static void main(String[] arguments) {
            for (int i = 0; ; i++) {
                System.out.println(i);
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private record PrintingPublisher() implements Publisher {
        @Override
        public CompletionStage<?> publish(OutgoingMessage message) {
            System.out.println("sent");
            return CompletableFuture.completedFuture(message);
        }

        @Override
        public void close() {}
    }

    private static OutgoingMessage message() {
        EventMetadata metadata = new EventMetadata(EventIds.next(), "Noted", 1, Instant.EPOCH, null, null, null, null);
        return new OutgoingMessage(1, "Note", "k", 0, metadata, "{}");
    }
}
