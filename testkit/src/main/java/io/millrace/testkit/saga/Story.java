package io.millrace.testkit.saga;

import io.millrace.saga.JournalEntry;
import io.millrace.saga.StepRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A journal, for people. */
final class Story {

    private Story() {}

    static String of(List<JournalEntry> journal) {
        return journal.stream().map(Story::line).collect(Collectors.joining(System.lineSeparator()));
    }

    static String line(JournalEntry entry) {
        String runs = entry.changed().stream().map(Story::run).collect(Collectors.joining(", "));
        return "%3d %s %s%s%s -> %s %s"
                .formatted(
                        entry.revision(),
                        entry.at(),
                        entry.what(),
                        Optional.ofNullable(entry.step())
                                .map(step -> " '" + step + "'")
                                .orElse(""),
                        Optional.ofNullable(entry.detail())
                                .map(more -> " (" + more + ")")
                                .orElse(""),
                        entry.after().status(),
                        runs);
    }

    private static String run(StepRun run) {
        return "%s %s %s".formatted(run.step(), run.direction(), run.status());
    }
}
