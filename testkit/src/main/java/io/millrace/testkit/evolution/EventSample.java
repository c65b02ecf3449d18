package io.millrace.testkit.evolution;

import io.millrace.event.EventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event as it was written once.
 *
 * @param note empty for the sample that today's code must write the same
 */
record EventSample(String type, int version, String note, String json) {

    private static final Pattern FILE = Pattern.compile("(.+)\\.v(\\d{1,9})(?:-(.+))?\\.json");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** All samples of a directory, which may be missing. */
    static List<EventSample> in(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().map(EventSample::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EventSample read(Path file) {
        Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            throw new AssertionError(file + " is no sample: name it <type>.v<version>.json");
        }
        try {
            return new EventSample(
                    name.group(1),
                    Integer.parseInt(name.group(2)),
                    Objects.requireNonNullElse(name.group(3), ""),
                    Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeIfMissing(Path directory, EventTypes.Definition definition, String json) {
        Path file = directory.resolve(new EventSample(definition.name(), definition.version(), "", "").file());
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Files.writeString(file, tree(json).toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    String file() {
        return "%s.v%d%s.json".formatted(type, version, note.isEmpty() ? "" : "-" + note);
    }

    boolean isOfSameVersion(EventSample other) {
        return other.type.equals(type) && other.version == version && other.note.isEmpty();
    }
}
