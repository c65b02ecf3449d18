package io.millrace.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.harness.Measurement.Pair;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    @Test
    void the_ratio_is_that_of_the_medians_and_the_spread_that_of_the_repetitions() {
        Measurement measured = new Measurement(List.of(new Pair(80, 100), new Pair(50, 40), new Pair(90, 120)));

        assertThat(measured.figure()).isEqualTo(80);
        assertThat(measured.limit()).isEqualTo(100);
        assertThat(measured.ratio()).isEqualTo(0.8);
        assertThat(measured.ratioMin()).isEqualTo(0.75);
        assertThat(measured.ratioMax()).isEqualTo(1.25);
    }

    @Test
    void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        Measurement measured = new Measurement(List.of(new Pair(1, 1), new Pair(9, 1), new Pair(2, 1), new Pair(4, 1)));

        assertThat(measured.figure()).isEqualTo(3);
    }

    @Test
    void nothing_measured_is_refused() {
        assertThatThrownBy(() -> new Measurement(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
