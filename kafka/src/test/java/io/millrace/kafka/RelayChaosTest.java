package io.millrace.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.CloudEvents;
import io.millrace.kafka.TestEvents.OrderCreated;
import io.millrace.testkit.ChildJvm;
import io.millrace.testkit.EmbeddedKafka;
import io.millrace.testkit.FirstPublications;
import io.millrace.testkit.contract.RelayChaosContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class RelayChaosTest extends RelayChaosContract {

    private static final int PARTITIONS = 6;

    private final String name = TestEvents.unique("chaos");
    private final Backbone backbone = Backbone.create();
    private EmbeddedKafka kafka;
    private Topic topic;

    @BeforeEach
    void start(@TempDir Path data) {
        kafka = EmbeddedKafka.builder().dataDirectory(data).start();
        topic = Topic.create(kafka, name + ".order", PARTITIONS);
    }

    @AfterEach
    void stop() {
        kafka.close();
        backbone.close();
    }

    @Override
    protected ChildJvm.Builder relay() {
        return ChildJvm.of(RelayProcess.class).arguments(backbone.jdbcUrl(), kafka.bootstrapServers(), name);
    }

    @Override
    protected Duration lease() {
        return RelayProcess.LEASE;
    }

    @Override
    protected void hurtBroker() {
        kafka.kill();
        kafka.start();
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
        topic.records().forEach(received -> add(arrived, received));
    }

    private static void add(FirstPublications arrived, ConsumerRecord<byte[], byte[]> received) {
        OrderCreated event =
                (OrderCreated) TestEvents.CODEC.decode("OrderCreated", 1, new String(received.value(), UTF_8));
        String id = Objects.requireNonNull(Wire.decode(received).attributes().get(CloudEvents.ID));
        arrived.add(id, event.orderId(), event.number());
    }

    @Override
    protected long deadLetters() {
        return backbone.deadLetters.count("relay:outbox");
    }
}
