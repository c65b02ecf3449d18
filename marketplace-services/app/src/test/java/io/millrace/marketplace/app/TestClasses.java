package io.millrace.marketplace.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The test classes of all modules and the contract suites, with the numbers of promises in the names of their test
 * methods, as in {@code RL_1_RL_3_a_relay_that_crashes}. Read as text, for no module sees the tests of all others.
 */
record TestClasses(List<TestClass> all) {

    private static final Pattern METHOD =
            Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    private static final Pattern PARENT = Pattern.compile("\\bclass \\w+(?:<[^{]*?>)? extends (\\w+)");

    /** @param module the directory of its module, such as {@code kafka} */
    record TestClass(String module, String name, Optional<String> parent, Set<String> promises) {

        static TestClass of(String module, String name, String source) {
            Set<String> promises = new TreeSet<>();
            METHOD.matcher(source).results().forEach(method -> promises.addAll(numbersIn(method.group(1))));
            Matcher parent = PARENT.matcher(source);
            return new TestClass(
                    module, name, parent.find() ? Optional.of(parent.group(1)) : Optional.empty(), promises);
        }
    }

    /** @param root of the whole project; its modules lie at most two directories below */
    static TestClasses under(Path root) throws IOException {
        try (Stream<Path> directories = Files.walk(root, 2)) {
            List<TestClass> found = new ArrayList<>();
            for (Path module : directories
                    .filter(directory -> Files.exists(directory.resolve("pom.xml")))
                    .filter(directory -> Files.exists(directory.resolve("src")))
                    .toList()) {
                found.addAll(in(module));
            }
            return new TestClasses(found);
        }
    }

    private static List<TestClass> in(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
            List<TestClass> found = new ArrayList<>();
            for (Path file : files.filter(TestClasses::holdsTests).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                found.add(TestClass.of(module.getFileName().toString(), name, Files.readString(file)));
            }
            return found;
        }
    }

    private static boolean holdsTests(Path file) {
        String path = file.toString();
        return path.endsWith(".java") && (path.contains("/src/test/java/") || path.contains("/testkit/contract/"));
    }

    private static Set<String> numbersIn(String method) {
        Set<String> numbers = new TreeSet<>();
        String kind = "";
        for (String part : method.split("_")) {
            if (part.matches("[A-Z]{2}")) {
                kind = part;
            } else if (!kind.isEmpty() && part.matches("\\d+")) {
                numbers.add(kind + "-" + part);
            } else {
                break;
            }
        }
        return numbers;
    }

    Set<String> promises() {
        Set<String> promises = new TreeSet<>();
        all.forEach(test -> promises.addAll(test.promises()));
        return promises;
    }

    List<TestClass> named(String name) {
        return all.stream().filter(test -> test.name().equals(name)).toList();
    }

    /** Whether it has a test of the promise, itself or from the class that it extends. */
    boolean holds(TestClass test, String promise) {
        return test.promises().contains(promise)
                || test.parent().stream()
                        .flatMap(parent -> named(parent).stream())
                        .anyMatch(parent -> holds(parent, promise));
    }
}
