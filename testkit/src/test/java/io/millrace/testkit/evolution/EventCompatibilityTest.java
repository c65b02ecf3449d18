package io.millrace.testkit.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.millrace.event.EventType;
import io.millrace.event.EventTypes;
import io.millrace.event.Upcaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs the suite over samples of the past, good ones and bad ones. */
class EventCompatibilityTest {

    record Price(String amount, String currency) {}

    @EventType(value = "Sold", version = 2)
    record Sold(String sku, Price price, @Nullable String coupon) {}

    /** Version 1 had an amount in a currency that everybody knew. */
    private static final Upcaster WITH_CURRENCY = new Upcaster("Sold", 1, sold -> {
        sold.putObject("price").put("amount", sold.remove("amount").asString()).put("currency", "KRW");
        return sold;
    });

    private static final String V1 = "{\"sku\":\"TEA\",\"amount\":\"100\"}";

    private static EventTypes types = EventTypes.of(List.of(), List.of());
    private static Path samples = Path.of("");

    @TempDir
    Path directory;

    @BeforeEach
    void begin() throws IOException {
        types = EventTypes.of(List.of(Sold.class), List.of(WITH_CURRENCY));
        samples = directory;
        write("Sold.v1.json", V1);
        System.setProperty("millrace.samples", "write");
        assertThat(failures()).isEmpty();
        System.clearProperty("millrace.samples");
    }

    @AfterEach
    void clear() {
        System.clearProperty("millrace.samples");
    }

    @Test
    void samples_of_all_versions_pass_and_the_newest_is_written_when_asked_for() throws IOException {
        assertThat(failures()).isEmpty();
        assertThat(Files.readString(directory.resolve("Sold.v2.json"))).contains("\"currency\" : \"KRW\"");
    }

    @Test
    void a_missing_sample_is_told_with_the_way_to_write_it() throws IOException {
        Files.delete(directory.resolve("Sold.v2.json"));

        assertThat(failures()).singleElement().asString().contains("Sold.v2.json", "-Dmillrace.samples=write");
    }

    @Test
    void a_missing_sample_of_an_old_version_is_told() throws IOException {
        Files.delete(directory.resolve("Sold.v1.json"));

        assertThat(failures()).singleElement().asString().contains("Sold.v1.json", "version control");
    }

    @Test
    void an_old_sample_that_is_read_with_holes_is_told() {
        types = EventTypes.of(List.of(Sold.class), List.of(new Upcaster("Sold", 1, sold -> sold)));

        assertThat(failures()).singleElement().asString().contains("Sold.v1.json", "price", "Upcaster");
    }

    @Test
    void an_old_sample_that_cannot_be_read_is_told() throws IOException {
        write("Sold.v1.json", "{\"sku\":\"TEA\"}");

        assertThat(failures()).hasSize(1);
    }

    @Test
    void an_event_that_is_written_differently_now_is_told() throws IOException {
        write("Sold.v2.json", "{\"sku\":\"TEA\",\"price\":{\"amount\":\"1\",\"currency\":\"KRW\"},\"voucher\":null}");

        assertThat(failures()).singleElement().asString().contains("raise the version", "Sold.v2-<note>.json");
    }

    @Test
    void a_sample_with_a_note_is_only_read() throws IOException {
        write("Sold.v2-without-coupon.json", "{\"sku\":\"TEA\",\"price\":{\"amount\":\"1\",\"currency\":\"KRW\"}}");

        assertThat(failures()).isEmpty();
    }

    @Test
    void a_type_that_was_stored_once_and_is_registered_no_more_is_told() throws IOException {
        write("Bought.v1.json", "{}");

        assertThat(failures()).singleElement().asString().contains("Bought.v1.json", "no class is registered");
    }

    private void write(String file, String json) throws IOException {
        Files.writeString(directory.resolve(file), json);
    }

    private static List<String> failures() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SoldCompatibility.class))
                .execute()
                .testEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(String::valueOf)
                        .orElse(""))
                .toList();
    }

    static class SoldCompatibility extends EventCompatibility {
        @Override
        protected EventTypes types() {
            return types;
        }

        @Override
        protected Collection<?> examples() {
            return List.of(new Sold("TEA", new Price("100", "KRW"), "SPRING"));
        }

        @Override
        protected Path samples() {
            return samples;
        }
    }
}
