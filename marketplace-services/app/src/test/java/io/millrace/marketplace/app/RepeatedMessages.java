package io.millrace.marketplace.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes every message of the marketplace again, some of them several times, late and in any order. For use by one
 * thread.
 */
final class RepeatedMessages {

    private static final String EVENT_ID = "ce_id";
    private static final int MOST_COPIES = 3;
    private static final int ONE_OF_SO_MANY_OFTEN = 4;

    private final Random chance;
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> held = new HashMap<>();
    private int published;

    RepeatedMessages(long seed) {
        this.chance = new Random(seed);
    }

    /** Takes copies of what is new, and publishes some of all that it has. */
    void publishSome(Topics topics) throws ExecutionException, InterruptedException {
        for (Topic topic : topics.all()) {
            List<ConsumerRecord<byte[], byte[]>> copies = withNew(topic);
            publish(topic, copies.subList(0, chance.nextInt(copies.size() + 1)));
        }
    }

    /** As {@link #publishSome}, and leaves none. */
    void publishRest(Topics topics) throws ExecutionException, InterruptedException {
        for (Topic topic : topics.all()) {
            publish(topic, withNew(topic));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> withNew(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> copies = held.computeIfAbsent(topic.name(), name -> new ArrayList<>());
        topic.since(offsets).stream()
                .filter(record -> known.add(topic.name() + " " + eventId(record)))
                .forEach(record -> copies.addAll(Collections.nCopies(howOften(), record)));
        Collections.shuffle(copies, chance);
        return copies;
    }

    private void publish(Topic topic, List<ConsumerRecord<byte[], byte[]>> copies) {
        topic.produce(copies);
        published += copies.size();
        copies.clear();
    }

    private int howOften() {
        return chance.nextInt(ONE_OF_SO_MANY_OFTEN) == 0 ? MOST_COPIES : 1;
    }

    private static String eventId(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.headers().lastHeader(EVENT_ID).value(), StandardCharsets.UTF_8);
    }

    int published() {
        return published;
    }
}
