package io.millrace.benchmarks;

import io.millrace.benchmarks.harness.Benchmark;
import java.util.ArrayList;
import java.util.List;

/** What the command line asks for. */
record Options(Format format, boolean write, List<String> names) {

    enum Format {
        TABLE,
        JSON,
        LIST
    }

    /** @throws IllegalArgumentException with what is wrong, for people */
    static Options parse(String... arguments) {
        Format format = Format.TABLE;
        boolean write = false;
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            switch (argument) {
                case "--json" -> format = Format.JSON;
                case "--list" -> format = Format.LIST;
                case "--write" -> write = true;
                default -> {
                    if (argument.startsWith("-")) {
                        throw new IllegalArgumentException(
                                "unknown option '%s'; see ./bench --help".formatted(argument));
                    }
                    names.add(argument);
                }
            }
        }
        return new Options(format, write, List.copyOf(names));
    }

    /** The benchmarks that were named, or all. */
    List<Benchmark> chosen(List<Benchmark> all) {
        List<String> known = all.stream().map(Benchmark::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown benchmark '%s'; there are %s".formatted(name, String.join(", ", known)));
            }
        }
        return names.isEmpty()
                ? all
                : all.stream()
                        .filter(benchmark -> names.contains(benchmark.name()))
                        .toList();
    }
}
