package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    private static final int TWO_MEBIBYTES = 2 << 20;

    @TempDir
    Path directory;

    @Test
    void a_large_record_and_the_port_survive_a_killed_broker() throws Exception {
        try (EmbeddedKafka kafka = kept()) {
            int port = kafka.port();
            long pid = kafka.pid();
            createTopic(kafka, "large");
            produce(kafka, "large", new byte[TWO_MEBIBYTES]);

            kafka.kill();
            boolean readyAfterKill = kafka.isReady();
            kafka.start();

            assertThat(readyAfterKill).isFalse();
            assertThat(kafka.isReady()).isTrue();
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(kafka.pid()).isNotEqualTo(pid);
            assertThat(firstValue(kafka, "large")).hasSize(TWO_MEBIBYTES);
        }
    }

    @Test
    void topics_survive_a_close_and_a_new_start_after_a_broker_that_was_left_behind() throws Exception {
        EmbeddedKafka left = kept();
        createTopic(left, "kept");
        produce(left, "kept", new byte[] {42});
        ProcessHandle leftProcess = ProcessHandle.of(left.pid()).orElseThrow();

        try (EmbeddedKafka next = kept()) {
            assertThat(Processes.isRunning(leftProcess)).isFalse();
            assertThat(firstValue(next, "kept")).containsExactly(42);
        }
    }

    @Test
    void a_broker_ends_with_the_process_that_started_it() throws IOException {
        Path pidFile = directory.resolve("pid");
        ChildJvm parent = ChildJvm.of(StartsKafka.class)
                .arguments(directory.resolve("kafka").toString(), pidFile.toString())
                .start();
        Eventually.holds("the child has started Kafka", Duration.ofSeconds(60), () -> Files.exists(pidFile));
        Optional<ProcessHandle> broker = ProcessHandle.of(Long.parseLong(Files.readString(pidFile)));
        assertThat(broker).get().matches(Processes::isRunning);

        parent.kill();

        Eventually.holds("the broker has ended", () -> !Processes.isRunning(broker.orElseThrow()));
    }

    static final class StartsKafka {
        private StartsKafka() {}

        public static void main(String[] arguments) throws IOException {
            EmbeddedKafka kafka =
                    EmbeddedKafka.builder().dataDirectory(Path.of(arguments[0])).start();
            Path unfinished = Path.of(arguments[1] + ".unfinished");
            Files.writeString(unfinished, Long.toString(kafka.pid()));
            Files.move(unfinished, Path.of(arguments[1]));
            ChildJvm.waitForEver();
        }
    }

    private EmbeddedKafka kept() {
        return EmbeddedKafka.builder().dataDirectory(directory.resolve("kafka")).start();
    }

    private static void createTopic(EmbeddedKafka kafka, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedKafka kafka, String topic, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 2 * TWO_MEBIBYTES, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static byte[] firstValue(EmbeddedKafka kafka, String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            return consumer.poll(Duration.ofSeconds(30)).iterator().next().value();
        }
    }
}
