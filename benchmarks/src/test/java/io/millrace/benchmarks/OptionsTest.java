package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmarks.harness.Benchmark;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final List<Benchmark> ALL = Catalogue.of(new Stage(Scale.tiny()));

    @Test
    void no_name_means_all_and_names_choose() {
        assertThat(Options.parse("--json").chosen(ALL)).isEqualTo(ALL);
        assertThat(Options.parse("catch-up", "append-1").chosen(ALL))
                .extracting(Benchmark::name)
                .containsExactly("append-1", "catch-up");
    }

    @Test
    void an_unknown_name_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> Options.parse("append-2").chosen(ALL))
                .hasMessageContainingAll("append-2", "append-1", "append-10", "catch-up");
    }

    @Test
    void an_unknown_option_is_refused() {
        assertThatThrownBy(() -> Options.parse("--fast")).hasMessageContaining("--fast");
    }
}
