package io.millrace.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.CloudEvents;
import io.millrace.event.EventMetadata;
import io.millrace.kafka.KafkaSettings;
import io.millrace.outbox.Destinations;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Records as Millrace writes them to Kafka, made without it. */
final class Wire {

    static final URI SOURCE = URI.create("/bench");
    private static final byte[] VALUE = OrderPlaced.JSON.getBytes(UTF_8);
    private static final List<Header> HEADERS = Stream.concat(
                    attributes().entrySet().stream().map(Wire::header),
                    Stream.of(new RecordHeader("content-type", CloudEvents.CONTENT_TYPE.getBytes(UTF_8))))
            .collect(Collectors.toUnmodifiableList());

    private Wire() {}

    static KafkaSettings settings(Stage stage, String prefix) {
        return KafkaSettings.of(stage.kafka().bootstrapServers(), Destinations.perAggregate(prefix), SOURCE);
    }

    static String topic(String prefix) {
        return prefix + ".order";
    }

    /** All records of a run have the same id, type and time. */
    static ProducerRecord<byte[], byte[]> record(String topic, String key) {
        return new ProducerRecord<>(topic, null, key.getBytes(UTF_8), VALUE, HEADERS);
    }

    /** A record with an id of its own. */
    static ProducerRecord<byte[], byte[]> record(String topic, String key, UUID id) {
        ProducerRecord<byte[], byte[]> made = record(topic, key);
        made.headers().remove("ce_id");
        made.headers().add("ce_id", id.toString().getBytes(UTF_8));
        return made;
    }

    /** The CloudEvents attributes that all records share. */
    static Map<String, String> attributes() {
        EventMetadata metadata = OrderPlaced.TYPES.describe(OrderPlaced.of("order-1"), Clock.systemUTC());
        return CloudEvents.attributes(metadata, SOURCE, "order-1", 0);
    }

    private static Header header(Map.Entry<String, String> attribute) {
        String name =
                attribute.getKey().equals(CloudEvents.CORRELATION_ID) ? attribute.getKey() : "ce_" + attribute.getKey();
        return new RecordHeader(name, attribute.getValue().getBytes(UTF_8));
    }
}
