package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionOffsetsTest {

    private final PartitionOffsets offsets = new PartitionOffsets();

    @Test
    void CO_2_nothing_is_due_before_a_message_is_finished_nor_after_the_group_has_taken_it() {
        offsets.polled(7);
        assertThat(offsets.due()).isEmpty();

        offsets.finished(9);
        assertThat(offsets.due()).hasValue(10);

        assertThat(offsets.committed(10)).isFalse();
        assertThat(offsets.due()).isEmpty();
    }

    @Test
    void a_doubt_makes_the_last_offset_due_again_until_the_group_takes_it() {
        offsets.polled(7);
        offsets.doubt();
        assertThat(offsets.due()).hasValue(7);

        assertThat(offsets.committed(7)).isTrue();
        assertThat(offsets.due()).isEmpty();
    }
}
