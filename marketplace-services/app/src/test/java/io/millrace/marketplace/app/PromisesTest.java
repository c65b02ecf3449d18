package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.app.TestClasses.TestClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of docs/guarantees.md has tests that carry its number, and the page names the right ones. */
class PromisesTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|Contract))`");

    @Test
    void each_promise_has_a_test_that_carries_its_number() throws IOException {
        assertThat(promised())
                .contains("ES-1", "RL-1", "CO-1", "PR-1")
                .doesNotHaveDuplicates()
                .isSubsetOf(TestClasses.under(ROOT).promises());
    }

    @Test
    void each_number_that_a_test_carries_is_promised() throws IOException {
        assertThat(TestClasses.under(ROOT).promises()).isSubsetOf(promised());
    }

    @Test
    void the_tests_beside_a_promise_exist_and_carry_its_number() throws IOException {
        assertThat(problems(guarantees(), TestClasses.under(ROOT))).isEmpty();
    }

    @Test
    void each_test_that_a_page_names_exists() throws IOException {
        TestClasses tests = TestClasses.under(ROOT);
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(NAMED_TEST.matcher(Files.readString(page)).results().map(name -> name.group(1)))
                        .as(page.toString())
                        .allSatisfy(name -> assertThat(tests.named(name)).isNotEmpty());
            }
        }
    }

    @Test
    void a_page_that_names_the_wrong_tests_is_found_out() {
        TestClasses tests = new TestClasses(List.of(
                new TestClass("kafka", "CrashTest", Optional.empty(), Set.of("RL-1")),
                new TestClass("app", "CrashTest", Optional.of("Base"), Set.of()),
                new TestClass("app", "Base", Optional.empty(), Set.of("RL-1"))));

        assertThat(problems("| RL-1 | it holds | kafka and app `CrashTest`, `Base`: kill -9 |", tests))
                .isEmpty();
        assertThat(problems("| RL-1 | it holds | by itself |", tests)).hasSize(1);
        assertThat(problems("| RL-1 | it holds | `LostTest` |", tests)).hasSize(1);
        assertThat(problems("| RL-1 | it holds | `CrashTest`, which of them? |", tests))
                .hasSize(1);
        assertThat(problems("| RL-1 | it holds | postgres and app `CrashTest` |", tests))
                .hasSize(1);
        assertThat(problems("| RL-2 | it holds | kafka and app `CrashTest` |", tests))
                .hasSize(2);
    }

    @Test
    void only_the_names_of_test_methods_count() {
        TestClass read = TestClass.of("kafka", "CrashTest", """
                class CrashTest extends Base {

                    @ParameterizedTest
                    @ValueSource(strings = {"a", "b"})
                    void ES_1_2_RL_3_it_holds_4_times(String point) {}

                    void CO_1_is_no_test() {}

                    @Test
                    void holds_PR_1_too_late_in_its_name() {}
                }
                """);

        assertThat(read)
                .isEqualTo(new TestClass("kafka", "CrashTest", Optional.of("Base"), Set.of("ES-1", "ES-2", "RL-3")));
    }

    private static List<String> promised() throws IOException {
        return Promise.of(guarantees()).stream().map(Promise::number).toList();
    }

    private static List<String> problems(String page, TestClasses tests) {
        return Promise.of(page).stream()
                .flatMap(promise -> promise.problems(tests))
                .toList();
    }

    private static String guarantees() throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve("guarantees.md"));
    }
}
