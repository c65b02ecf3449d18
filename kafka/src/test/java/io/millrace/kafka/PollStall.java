package io.millrace.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Stops a consumer's polling where it receives records, as a process that hangs would, so that the group expels it. */
final class PollStall implements AutoCloseable {

    private static final String ID = "test.stall";
    private static final Map<String, PollStall> STALLS = new ConcurrentHashMap<>();

    private final String id = TestEvents.unique("stall");
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean armed;
    private volatile boolean stalled;

    static PollStall begin() {
        PollStall stall = new PollStall();
        STALLS.put(stall.id, stall);
        return stall;
    }

    /** For the consumer that is to hang. */
    Map<String, String> properties() {
        return Map.of(ID, id, "interceptor.classes", Interceptor.class.getName(), "max.poll.interval.ms", "2000");
    }

    void arm() {
        armed = true;
    }

    boolean stalled() {
        return stalled;
    }

    private void pass() {
        if (armed) {
            stalled = true;
            HandOverTest.await(end);
        }
    }

    @Override
    public void close() {
        end.countDown();
        STALLS.remove(id);
    }

    /** Made by Kafka's client. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {

        private PollStall stall = new PollStall();

        @Override
        public void configure(Map<String, ?> properties) {
            stall = STALLS.getOrDefault(String.valueOf(properties.get(ID)), stall);
        }

        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
            stall.pass();
            return records;
        }

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }
}
