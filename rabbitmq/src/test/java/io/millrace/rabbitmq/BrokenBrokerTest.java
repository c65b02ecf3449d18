package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.CloudEvents;
import io.millrace.outbox.Destinations;
import io.millrace.testkit.Eventually;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes wrong at RabbitMQ: nothing is lost, and nothing counts as sent that was not. */
@NeedsRabbitMq
class BrokenBrokerTest {

    private static final RabbitMq RABBITMQ = RabbitMq.shared();

    private final String prefix = TestEvents.unique("broken");
    private final Queue queue = new Queue(prefix, prefix + ".order");
    private final RabbitSettings settings = RabbitSettings.of(
                    Queue.server(), Destinations.perAggregate(prefix), URI.create("/ordering"))
            .with(queue.topology());

    @Test
    void RL_1_RL_6_what_is_published_to_a_deleted_queue_arrives_once_the_queue_is_made_again() throws Exception {
        try (RabbitPublisher publisher = RabbitPublisher.open(settings)) {
            await(publish(publisher, 0, 10));
            assertThat(numbers()).isEqualTo(upTo(10));

            queue.delete();
            await(publish(publisher, 10, 40));

            assertThat(numbers()).isEqualTo(IntStream.range(10, 40).boxed().toList());
            assertThat(publisher.trouble()).isEmpty();
        }
    }

    @Test
    void RL_1_RL_6_nothing_counts_as_sent_while_its_exchange_is_missing() throws Exception {
        RabbitSettings makesNothing = settings.with(RabbitTopology.expected());
        try (RabbitPublisher makes = RabbitPublisher.open(settings);
                RabbitPublisher publisher = RabbitPublisher.open(makesNothing)) {
            await(publish(makes, 0, 1));
            await(publish(publisher, 1, 2));
            queue.deleteExchange();

            List<CompletableFuture<?>> outcomes = publish(publisher, 2, 30);
            Eventually.passes("it says why", () -> assertThat(publisher.trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains(queue.exchange())));
            assertThat(outcomes).noneMatch(CompletableFuture::isDone);

            Queue.channel(channel -> {
                channel.exchangeDeclare(queue.exchange(), "topic", true);
                return channel.queueBind(queue.name(), queue.exchange(), "#");
            });
            await(outcomes);
        }
        assertThat(numbers()).isEqualTo(upTo(30));
    }

    @Test
    void RL_1_RL_6_nothing_counts_as_sent_while_the_disk_is_full() throws Exception {
        try (RabbitPublisher publisher = RabbitPublisher.open(settings)) {
            await(publish(publisher, 0, 5));
            List<CompletableFuture<?>> outcomes = new ArrayList<>();
            try (RabbitMq.DiskAlarm alarm = RABBITMQ.diskAlarm()) {
                assertThat(alarm).isNotNull();
                outcomes.addAll(publish(publisher, 5, 60));
                Eventually.passes("it says why", () -> assertThat(publisher.trouble())
                        .hasValueSatisfying(why -> assertThat(why).contains("takes no messages")));
                assertThat(outcomes).noneMatch(CompletableFuture::isDone);
            }
            await(outcomes);
        }
        assertThat(numbers()).isEqualTo(upTo(60));
    }

    @Test
    void RL_3_RL_5_killed_connections_lose_nothing_and_reorder_no_key() throws Exception {
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        try (RabbitPublisher publisher = RabbitPublisher.open(settings.withWindow(20))) {
            for (int round = 0; round < 3; round++) {
                outcomes.addAll(publish(publisher, 500 * round, 500 * round + 500));
                RABBITMQ.closeConnections();
            }
            await(outcomes);
        }

        assertThat(numbers()).isEqualTo(upTo(1_500));
    }

    private static List<CompletableFuture<?>> publish(RabbitPublisher publisher, int from, int to) {
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            outcomes.add(
                    publisher.publish(TestEvents.created("order-" + i % 10, i)).toCompletableFuture());
        }
        return outcomes;
    }

    private static void await(List<CompletableFuture<?>> outcomes) throws Exception {
        for (CompletableFuture<?> outcome : outcomes) {
            outcome.get(60, TimeUnit.SECONDS);
        }
    }

    /** The numbers in the queue, sorted; the first of each id, and those of each key in their order. */
    private List<Integer> numbers() {
        Set<String> ids = new HashSet<>();
        int[] last = new int[10];
        List<Integer> numbers = new ArrayList<>();
        queue.take().stream().map(queue::decoded).forEach(message -> {
            if (ids.add(message.attributes().get(CloudEvents.ID))) {
                int number = Integer.parseInt(message.body().replaceAll(".*:(\\d+)}", "$1"));
                assertThat(number).isGreaterThanOrEqualTo(last[number % 10]);
                last[number % 10] = number;
                numbers.add(number);
            }
        });
        return numbers.stream().sorted().toList();
    }

    private static List<Integer> upTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}
