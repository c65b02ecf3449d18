package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.FirstPublications;
import io.millrace.testkit.RelayChaos;
import io.millrace.testkit.ZipfKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Relays that are killed and suspended, and a broker that fails, while messages are written to an outbox. */
public abstract class RelayChaosContract {

    private static final int KEYS = 1_000;
    private static final int BATCH = 500;
    private static final int HARMS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** A message to be written: of a key, with the number that is next for it. */
    public record Numbered(String key, int number) {}

    /** A process that relays the outbox. */
    protected abstract ChildJvm.Builder relay();

    /** How long the lease of such a process lasts. */
    protected abstract Duration lease();

    /** Makes the broker fail and come back. */
    protected abstract void hurtBroker();

    /** Writes the messages to the outbox in one transaction. */
    protected abstract void write(List<Numbered> messages);

    /** The position that every lane has passed. */
    protected abstract long passed();

    /** The ids of all events that were written. */
    protected abstract Set<String> written();

    /** Everything that the broker has, in the order of each key. */
    protected abstract void collect(FirstPublications arrived);

    /** How many messages were put aside. */
    protected abstract long deadLetters();

    @Test
    void RL_1_RL_3_RL_5_RL_6_relays_and_a_broker_in_trouble_lose_nothing_and_reorder_nothing()
            throws InterruptedException {
        assertNothingIsLostOrReordered(20_000);
    }

    @Test
    @Tag("long")
    void RL_1_RL_3_RL_5_RL_6_the_same_with_ten_times_as_many_messages() throws InterruptedException {
        assertNothingIsLostOrReordered(200_000);
    }

    private void assertNothingIsLostOrReordered(int messages) throws InterruptedException {
        long seed = System.nanoTime();
        try (RelayChaos chaos = new RelayChaos(seed, relay(), lease(), this::hurtBroker)) {
            Thread writer = Thread.ofPlatform().start(() -> write(seed, messages, chaos));
            chaos.run(() -> !writer.isAlive() && passed() >= messages, LONGEST);
            writer.join();
            Eventually.holds("the cursors have passed everything", LONGEST, () -> passed() >= messages);

            FirstPublications arrived = new FirstPublications();
            collect(arrived);
            assertThat(arrived.violations())
                    .as("seed %d, %s", seed, chaos.summary())
                    .isEmpty();
            assertThat(arrived.eventIds()).hasSize(messages).isEqualTo(written());
            assertThat(deadLetters()).isZero();
            assertThat(chaos.harms()).as(chaos.summary()).isGreaterThanOrEqualTo(HARMS);
        }
    }

    /** Writes at the pace of what is done to the relays, so that all of it happens while messages flow. */
    private void write(long seed, int messages, RelayChaos chaos) {
        ZipfKeys keys = new ZipfKeys(seed, KEYS);
        Map<String, Integer> next = new HashMap<>();
        for (int written = 0; written < messages; written += BATCH) {
            int due = (int) ((long) written * HARMS / messages) + 1;
            Eventually.holds("something is done to the relays", LONGEST, () -> chaos.harms() >= due);
            List<Numbered> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                String key = "order-" + keys.next();
                batch.add(new Numbered(key, next.merge(key, 1, Integer::sum) - 1));
            }
            write(batch);
        }
    }
}
