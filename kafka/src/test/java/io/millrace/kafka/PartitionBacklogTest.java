package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.IncomingMessage;
import io.millrace.consumer.IncomingMessage.Origin;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionBacklogTest {

    private final PartitionBacklog backlog = new PartitionBacklog(1_000);

    @Test
    void a_few_large_messages_fill_it_and_room_comes_with_those_that_are_finished() {
        backlog.add(messages(3, 1 << 20));
        assertThat(backlog.isFull()).isFalse();

        backlog.add(messages(2, 1 << 20));
        assertThat(backlog.isFull()).isTrue();

        backlog.finish(2);
        assertThat(backlog.isFull()).isFalse();
    }

    @Test
    void many_small_messages_fill_it() {
        backlog.add(messages(999, 0));
        assertThat(backlog.isFull()).isFalse();

        backlog.add(messages(1, 0));
        assertThat(backlog.isFull()).isTrue();
    }

    private static List<IncomingMessage> messages(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> new IncomingMessage(new Origin("t", 0, i), "key", Map.of(), "x".repeat(size)))
                .toList();
    }
}
