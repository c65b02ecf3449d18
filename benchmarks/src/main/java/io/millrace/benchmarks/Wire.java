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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records as Millrace writes them to Kafka, made without it. */
final class Wire {

    static final URI SOURCE = URI.create("/bench");
    private static final byte[] VALUE = OrderPlaced.JSON.getBytes(UTF_8);
    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", CloudEvents.CONTENT_TYPE.getBytes(UTF_8));
    private static final List<Header> HEADERS = headers(attributes());

    /** Made beforehand, and so many that none is met again within a batch, where it would compress to nothing. */
    private static final List<RecordHeaders> OWN_HEADERS =
            IntStream.range(0, 20 * Fill.KEYS).mapToObj(Wire::ownHeaders).toList();

    private static final List<byte[]> KEYS = IntStream.range(0, Fill.KEYS)
            .mapToObj(n -> Fill.key(n).getBytes(UTF_8))
            .toList();

    private Wire() {}

    static KafkaSettings settings(Stage stage, String prefix) {
        return KafkaSettings.of(stage.kafka().bootstrapServers(), Destinations.perAggregate(prefix), SOURCE);
    }

    static String topic(String prefix) {
        return prefix + ".order";
    }

    /** The n-th record of a run: its id, correlation and time are its own, as those of the rows of {@link Fill} are. */
    static ProducerRecord<byte[], byte[]> record(String topic, int n) {
        return new ProducerRecord<>(
                topic, null, KEYS.get(n % Fill.KEYS), VALUE, OWN_HEADERS.get(n % OWN_HEADERS.size()));
    }

    /** A record with an id of its own. */
    static ProducerRecord<byte[], byte[]> record(String topic, String key, UUID id) {
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(topic, null, key.getBytes(UTF_8), VALUE, HEADERS);
        made.headers().remove("ce_id");
        made.headers().add("ce_id", id.toString().getBytes(UTF_8));
        return made;
    }

    /** The CloudEvents attributes that all records share. */
    static Map<String, String> attributes() {
        EventMetadata metadata = OrderPlaced.TYPES.describe(OrderPlaced.of("order-1"), Clock.systemUTC());
        return CloudEvents.attributes(metadata, SOURCE, "order-1", 0);
    }

    private static RecordHeaders ownHeaders(int n) {
        UUID id = new UUID((long) n << 16 | 0x7000, 0x8000L << 48);
        Map<String, String> attributes = attributes();
        attributes.put(CloudEvents.ID, id.toString());
        attributes.put(CloudEvents.CORRELATION_ID, id.toString());
        attributes.put(CloudEvents.SUBJECT, Fill.key(n));
        return new RecordHeaders(headers(attributes).toArray(Header[]::new));
    }

    private static List<Header> headers(Map<String, String> attributes) {
        return Stream.concat(attributes.entrySet().stream().map(Wire::header), Stream.of(CONTENT_TYPE))
                .toList();
    }

    private static Header header(Map.Entry<String, String> attribute) {
        String name =
                attribute.getKey().equals(CloudEvents.CORRELATION_ID) ? attribute.getKey() : "ce_" + attribute.getKey();
        return new RecordHeader(name, attribute.getValue().getBytes(UTF_8));
    }
}
