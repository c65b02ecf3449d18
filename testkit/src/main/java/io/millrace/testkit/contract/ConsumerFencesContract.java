package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.consumer.ConsumerFences;
import io.millrace.consumer.ConsumerFences.Fence;
import io.millrace.consumer.FencedException;
import io.millrace.work.Transactions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link ConsumerFences} promise. They may know other consumers before a test. */
public abstract class ConsumerFencesContract {

    private static final String TOPIC = "marketplace.order";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private ConsumerFences fences;
    private Transactions transactions;
    private String consumer;

    /** The fences, which join {@link #transactions}. */
    protected abstract ConsumerFences fences();

    protected abstract Transactions transactions();

    @BeforeEach
    void open() {
        fences = fences();
        transactions = transactions();
        consumer = "contract-" + UUID.randomUUID();
    }

    @Test
    void CO_6_an_assignment_raises_the_epoch_and_shuts_out_the_one_before() {
        Fence first = fences.raise(consumer, TOPIC, 0);
        Fence second = fences.raise(consumer, TOPIC, 0);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(second).isEqualTo(new Fence(consumer, TOPIC, 0, second.epoch()));
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> transactions.run(() -> fences.hold(first, LONGEST)));
        transactions.run(() -> fences.hold(second, LONGEST));
    }

    @Test
    void each_partition_topic_and_consumer_has_an_epoch_of_its_own() {
        Fence fence = fences.raise(consumer, TOPIC, 0);

        fences.raise(consumer, TOPIC, 1);
        fences.raise(consumer, TOPIC + "-other", 0);
        fences.raise(consumer + "-other", TOPIC, 0);

        transactions.run(() -> fences.hold(fence, LONGEST));
        assertThat(fence).isEqualTo(new Fence(consumer, TOPIC, 0, fence.epoch()));
        assertThat(fences.raise(consumer, TOPIC, 0).epoch()).isGreaterThan(fence.epoch());
    }

    @Test
    void CO_6_renewing_shuts_out_the_right_before_and_is_refused_to_who_lost_the_partition() {
        Fence first = fences.raise(consumer, TOPIC, 0);
        Fence renewed = fences.renew(first);

        assertThat(renewed.epoch()).isGreaterThan(first.epoch());
        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> transactions.run(() -> fences.hold(first, LONGEST)));
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> fences.renew(first));
        transactions.run(() -> fences.hold(renewed, LONGEST));
    }

    @Test
    void a_fence_that_was_never_raised_is_refused() {
        Fence invented = new Fence(consumer, TOPIC, 0, 1);

        Throwable refused = catchThrowable(() -> transactions.run(() -> fences.hold(invented, LONGEST)));

        assertThat(refused).isInstanceOf(FencedException.class);
    }

    @Test
    void CO_6_an_assignment_waits_for_the_transaction_that_holds_the_partition() {
        Fence held = fences.raise(consumer, TOPIC, 0);
        try (OpenTransaction open = OpenTransaction.after(transactions, () -> fences.hold(held, LONGEST))) {
            CompletableFuture<Fence> next = CompletableFuture.supplyAsync(() -> fences.raise(consumer, TOPIC, 0));

            Throwable tooEarly = catchThrowable(() -> next.get(300, TimeUnit.MILLISECONDS));
            open.commit();

            assertThat(tooEarly).isInstanceOf(TimeoutException.class);
            assertThat(next.orTimeout(20, TimeUnit.SECONDS).join().epoch()).isGreaterThan(held.epoch());
        }
    }
}
