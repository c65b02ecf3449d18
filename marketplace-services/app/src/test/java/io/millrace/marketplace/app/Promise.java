package io.millrace.marketplace.app;

import io.millrace.marketplace.app.TestClasses.TestClass;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A row of docs/guarantees.md: the number of a promise, and the tests that are said to hold it. */
record Promise(String number, List<Reference> heldBy) {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]{2}-\\d+) \\| .+ \\| (.+) \\|$");

    /** Such as `RelayTest`, or kafka and app `CrashTest` where several modules have a class of that name. */
    private static final Pattern REFERENCE = Pattern.compile("(?:(\\w+(?:(?:, | and )\\w+)*) )?`(\\w+)`");

    /** @param modules in each of which there is such a class; none where only one module has it */
    record Reference(List<String> modules, String name) {

        static Reference of(MatchResult found) {
            String modules = found.group(1);
            return new Reference(modules == null ? List.of() : List.of(modules.split(", | and ")), found.group(2));
        }

        Stream<String> problems(String promise, TestClasses tests) {
            List<TestClass> named = tests.named(name);
            if (modules.isEmpty()) {
                return problems(promise, tests, named);
            }
            return modules.stream()
                    .flatMap(module -> problems(
                            promise,
                            tests,
                            named.stream()
                                    .filter(test -> test.module().equals(module))
                                    .toList()));
        }

        private Stream<String> problems(String promise, TestClasses tests, List<TestClass> meant) {
            if (meant.size() != 1) {
                return Stream.of("%s: %d classes are meant by %s".formatted(promise, meant.size(), this));
            }
            return tests.holds(meant.getFirst(), promise)
                    ? Stream.empty()
                    : Stream.of("%s: no test method of %s carries the number".formatted(promise, this));
        }
    }

    static List<Promise> of(String page) {
        return ROW.matcher(page)
                .results()
                .map(row -> new Promise(
                        row.group(1),
                        REFERENCE
                                .matcher(row.group(2))
                                .results()
                                .map(Reference::of)
                                .toList()))
                .toList();
    }

    /** What is wrong with the tests that are said to hold it. */
    Stream<String> problems(TestClasses tests) {
        return heldBy.isEmpty()
                ? Stream.of(number + ": no test stands beside it")
                : heldBy.stream().flatMap(reference -> reference.problems(number, tests));
    }
}
