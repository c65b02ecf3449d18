package io.millrace.rabbitmq;

import io.millrace.consumer.IncomingMessage;
import io.millrace.event.CloudEvents;
import io.millrace.rabbitmq.TestEvents.OrderCreated;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.FirstPublications;
import io.millrace.testkit.NeedsRabbitMq;
import io.millrace.testkit.RabbitMq;
import io.millrace.testkit.contract.RelayChaosContract;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@NeedsRabbitMq
class RelayChaosTest extends RelayChaosContract {

    private static final RabbitMq RABBITMQ = RabbitMq.shared();

    private final String name = TestEvents.unique("chaos");
    private final Backbone backbone = Backbone.create();
    private Queue queue;

    @BeforeEach
    void declare() {
        queue = Queue.declare(name);
    }

    @AfterEach
    void close() {
        backbone.close();
    }

    @Override
    protected ChildJvm.Builder relay() {
        return ChildJvm.of(RelayProcess.class).arguments(backbone.jdbcUrl(), RABBITMQ.uri(), name);
    }

    @Override
    protected Duration lease() {
        return RelayProcess.LEASE;
    }

    @Override
    protected void hurtBroker() {
        RABBITMQ.closeConnections();
    }

    @Override
    protected void write(List<Numbered> messages) {
        backbone.transactions.run(() -> backbone.outbox.write(messages.stream()
                .map(message -> TestEvents.created(message.key(), message.number()))
                .toList()));
    }

    @Override
    protected long passed() {
        return backbone.checkpoints.position("outbox");
    }

    @Override
    protected Set<String> written() {
        return Set.copyOf(backbone.query("SELECT event_id FROM millrace.outbox"));
    }

    @Override
    protected void collect(FirstPublications arrived) {
        queue.take().stream().map(queue::decoded).forEach(message -> add(arrived, message));
    }

    private static void add(FirstPublications arrived, IncomingMessage message) {
        OrderCreated event = (OrderCreated) TestEvents.CODEC.decode("OrderCreated", 1, message.body());
        String id = Objects.requireNonNull(message.attributes().get(CloudEvents.ID));
        arrived.add(id, event.orderId(), event.number());
    }

    @Override
    protected long deadLetters() {
        return backbone.deadLetters.count("relay:outbox");
    }
}
