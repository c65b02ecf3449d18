package io.millrace.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

    @Test
    void keys_spread_over_all_lanes() {
        assertThat(IntStream.range(0, 5_000)
                        .mapToObj(i -> Lanes.of("order-" + i))
                        .distinct())
                .hasSize(64)
                .allMatch(lane -> lane >= 0 && lane < 64);
    }

    @Test
    void the_lane_of_a_key_never_changes() {
        assertThat(Lanes.of("order-1")).isEqualTo(62);
        assertThat(Lanes.of("주문")).isEqualTo(37);
        assertThat(Lanes.of("any", 1)).isZero();
    }
}
