package io.millrace.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.PartitionOwner;
import io.millrace.consumer.PartitionProcessor;
import io.millrace.consumer.PartitionWorker;
import io.millrace.consumer.WorkLimits;
import io.millrace.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The worker of a partition, and what its owner hears. */
class PartitionWorkerTest {

    private final ConsumerFixture fixture = new ConsumerFixture();
    private final Owner owner = new Owner();
    private final PartitionWorker worker =
            PartitionWorker.start("c@t-0", new WorkLimits(10, 1_000, new Semaphore(1)), owner);

    private final class Owner implements PartitionOwner {

        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger fenced = new AtomicInteger();
        private final List<Long> finished = new CopyOnWriteArrayList<>();

        @Override
        public PartitionProcessor take() {
            taken.incrementAndGet();
            return fixture.processor(number -> {});
        }

        @Override
        public void finished(List<IncomingMessage> messages) {
            messages.forEach(message -> finished.add(message.origin().offset()));
        }

        @Override
        public void fenced() {
            fenced.incrementAndGet();
        }
    }

    @AfterEach
    void stop() {
        worker.stop();
    }

    @Test
    void CO_2_CO_3_what_is_finished_is_told_in_order_and_after_its_effects() {
        worker.offer(ConsumerFixture.messages(IntStream.range(0, 25).toArray()));

        Eventually.holds("all are finished", () -> owner.finished.size() == 25);
        assertThat(owner.finished).isSorted();
        assertThat(fixture.effects).hasSize(25).isSorted();
    }

    @Test
    void CO_6_who_lost_the_partition_begins_nothing_until_it_is_confirmed() {
        Eventually.holds("it has the partition", () -> owner.taken.get() == 1);
        fixture.fences.raise("c", "t", 0);
        worker.offer(ConsumerFixture.messages(0, 1));

        Eventually.holds("it was fenced", () -> owner.fenced.get() == 1);
        assertThat(fixture.effects).isEmpty();
        assertThat(owner.taken.get()).isEqualTo(1);

        worker.confirm();
        Eventually.holds("it goes on", () -> owner.finished.size() == 2);
        assertThat(fixture.effects).containsExactly(0, 1);
        assertThat(owner.taken.get()).isEqualTo(2);
    }

    @Test
    void a_few_large_messages_fill_it_as_many_small_ones_do() {
        WorkLimits never = new WorkLimits(10, 1_000, new Semaphore(0));
        PartitionWorker large = PartitionWorker.start("large", never, owner);
        PartitionWorker small = PartitionWorker.start("small", never, owner);
        large.offer(List.of(ConsumerFixture.message("key", 0, "x".repeat(3 << 20))));
        small.offer(ConsumerFixture.messages(IntStream.range(0, 999).toArray()));
        assertThat(large.full()).isFalse();
        assertThat(small.full()).isFalse();

        large.offer(List.of(ConsumerFixture.message("key", 1, "x".repeat(1 << 20))));
        small.offer(ConsumerFixture.messages(999));
        assertThat(large.full()).isTrue();
        assertThat(small.full()).isTrue();
    }

    @Test
    void a_worker_that_is_stopped_begins_nothing_more() throws InterruptedException {
        worker.stop();
        assertThat(worker.awaitEnd(System.nanoTime() + 20_000_000_000L)).isTrue();
        worker.offer(ConsumerFixture.messages(0));

        assertThat(fixture.effects).isEmpty();
    }
}
