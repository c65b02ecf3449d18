package io.millrace.testkit.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventCodec;
import io.millrace.event.EventTypes;
import io.millrace.event.JsonEventCodec;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds stored samples of every version of every event against today's code. To be extended by a test of the module
 * that owns the events; the samples belong into version control.
 *
 * <p>A sample stands in {@code src/test/resources/event-samples/<type>.v<version>.json}. Those of the newest versions
 * are written from {@link #examples()} where they are missing, by running the test with
 * {@code -Dmillrace.samples=write}; one that is there is never changed. A further sample of a version, such as one
 * from before a property was added, has a note after its version: {@code OrderPaid.v1-without-coupon.json}; it must be
 * readable, and that is all.
 */
public abstract class EventCompatibility {

    private static final String WRITE = "millrace.samples";

    private List<EventSample> stored = List.of();

    /** The registry whose events are checked. */
    protected abstract EventTypes types();

    /** One event of each registered class, with all of its components set, the same at each call. */
    protected abstract Collection<?> examples();

    /** How events are read and written. */
    protected EventCodec codec() {
        return new JsonEventCodec(types());
    }

    /** Where the samples stand. */
    protected Path samples() {
        return Path.of("src", "test", "resources", "event-samples");
    }

    @BeforeEach
    void load() {
        if ("write".equals(System.getProperty(WRITE))) {
            examples().forEach(example -> {
                EventTypes.Definition definition = types().definitionOf(example.getClass());
                EventSample.writeIfMissing(samples(), definition, codec().encode(example));
            });
        }
        stored = EventSample.in(samples());
    }

    @Test
    void every_version_of_every_event_has_a_sample() {
        for (EventTypes.Definition definition : types().all()) {
            for (int version = 1; version <= definition.version(); version++) {
                EventSample wanted = new EventSample(definition.name(), version, "", "");
                assertThat(stored)
                        .as(
                                "%s has no sample %s: %s",
                                definition.name(),
                                samples().resolve(wanted.file()),
                                version == definition.version()
                                        ? "run this test with -D" + WRITE + "=write and commit the file"
                                        : "get it back from version control, for events of this version are stored")
                        .anyMatch(wanted::isOfSameVersion);
            }
        }
    }

    @Test
    void every_sample_is_read_by_todays_code() {
        for (EventSample sample : stored) {
            assertThat(types().named(sample.type()))
                    .as(
                            "%s: no class is registered for this type, so what is stored of it can't be read",
                            sample.file())
                    .isPresent();
            Object event = codec().decode(sample.type(), sample.version(), sample.json());
            assertThat(MissingComponents.of(event))
                    .as(
                            "%s: read by %s, these components are null and not @Nullable: let an Upcaster fill them",
                            sample.file(), event.getClass().getName())
                    .isEmpty();
        }
    }

    @Test
    void todays_code_writes_what_the_samples_of_the_newest_versions_hold() {
        for (EventSample sample : stored) {
            if (sample.note().isEmpty() && isNewest(sample)) {
                Object event = codec().decode(sample.type(), sample.version(), sample.json());
                assertThat(EventSample.tree(codec().encode(event)))
                        .as(
                                "%s version %d is written differently from %s. Readers that run now know it as it was:"
                                        + " raise the version and register an Upcaster. If an old reader may ignore"
                                        + " what was added, and a new one may miss it, rename the sample to"
                                        + " %s.v%d-<note>.json and write a new one with -D%s=write",
                                sample.type(), sample.version(), sample.file(), sample.type(), sample.version(), WRITE)
                        .isEqualTo(EventSample.tree(sample.json()));
            }
        }
    }

    @Test
    void there_is_an_example_of_every_event() {
        assertThat(examples().stream().map(Object::getClass).toList())
                .as("examples()")
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(types().all().stream()
                        .<Class<?>>map(EventTypes.Definition::type)
                        .toList());
    }

    private boolean isNewest(EventSample sample) {
        return types().named(sample.type())
                .filter(definition -> definition.version() == sample.version())
                .isPresent();
    }
}
