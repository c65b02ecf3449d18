package io.millrace.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.rabbitmq.Deliveries.Ack;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private final Deliveries deliveries = new Deliveries(2);

    @Test
    void CO_2_an_acknowledgement_up_to_a_tag_covers_nothing_that_is_not_finished() {
        deliver(1, 4);

        assertThat(deliveries.finished(List.of(3L))).isEmpty();
        assertThat(deliveries.finished(List.of(1L))).containsExactly(new Ack(1, true));
        assertThat(deliveries.finished(List.of(2L))).containsExactly(new Ack(3, true));
        assertThat(deliveries.finished(List.of(4L))).containsExactly(new Ack(4, true));
        assertThat(deliveries.open()).isZero();
    }

    @Test
    void what_is_finished_behind_one_that_is_not_is_acknowledged_singly_and_never_again() {
        deliver(1, 5);

        assertThat(deliveries.finished(List.of(2L, 3L))).isEmpty();
        assertThat(deliveries.finished(List.of(4L)))
                .containsExactly(new Ack(2, false), new Ack(3, false), new Ack(4, false));
        assertThat(deliveries.finished(List.of(1L))).containsExactly(new Ack(1, true));
        assertThat(deliveries.rest()).isEmpty();
        assertThat(deliveries.open()).isEqualTo(1);
    }

    private void deliver(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(deliveries::delivered);
    }
}
