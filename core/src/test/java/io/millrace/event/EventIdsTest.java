package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

    @Test
    void ids_are_version_7_with_the_variant_of_the_standard() {
        UUID id = EventIds.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void ids_increase_also_within_a_millisecond() {
        List<String> ids = Stream.generate(EventIds::next)
                .limit(100_000)
                .map(UUID::toString)
                .toList();

        assertThat(ids).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
    }

    @Test
    void ids_of_many_threads_are_different() {
        Set<UUID> ids = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 100_000).parallel().forEach(i -> ids.add(EventIds.next()));

        assertThat(ids).hasSize(100_000);
    }

    @Test
    void an_id_tells_when_it_was_made() {
        Instant madeAt = EventIds.madeAt(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));

        assertThat(madeAt).isEqualTo("2022-02-22T19:22:22Z");
        assertThat(Duration.between(EventIds.madeAt(EventIds.next()), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(5));
        assertThatThrownBy(() -> EventIds.madeAt(UUID.randomUUID())).isInstanceOf(IllegalArgumentException.class);
    }
}
