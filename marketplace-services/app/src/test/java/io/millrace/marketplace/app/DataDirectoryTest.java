package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void a_folder_in_use_is_refused_until_it_is_given_up() {
        Path folder = parent.resolve("data");
        try (DataDirectory taken = DataDirectory.take(folder)) {
            new Connections(taken.path()).write(Map.of("launcher.pid", "4711"));

            assertThatThrownBy(() -> DataDirectory.take(folder))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContainingAll("in use", "4711", "--data");
        }

        DataDirectory.take(folder).close();
    }

    @Test
    void a_folder_with_somebody_else_s_files_is_refused_and_left_as_it_is() throws IOException {
        Files.writeString(parent.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DataDirectory.take(parent))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("not made by the marketplace", "--data");
        assertThat(parent).isDirectoryContaining(file -> file.endsWith("thesis.txt"));
        assertThat(parent.resolve(".marketplace")).doesNotExist();
    }

    @Test
    void a_file_in_the_folder_s_place_is_refused() throws IOException {
        Path file = Files.writeString(parent.resolve("data"), "");

        assertThatThrownBy(() -> DataDirectory.take(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--data");
        assertThatThrownBy(() -> DataDirectory.take(file.resolve("below"))).isInstanceOf(Refusal.class);
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused() {
        assertThatThrownBy(() -> DataDirectory.take(Path.of("/dev/null/data")))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("/dev/null", "--data");
    }

    @Test
    void starting_over_deletes_what_marketplaces_made_and_nothing_else() throws IOException {
        try (DataDirectory directory = DataDirectory.take(parent.resolve("data"))) {
            Files.createDirectories(directory.postgres().resolve("base"));
            Files.writeString(directory.postgres().resolve("base/1"), "rows");
            Files.createDirectories(directory.logFile().getParent());
            Path note = Files.writeString(directory.path().resolve("note.txt"), "mine");
            Path outside = Files.createDirectory(parent.resolve("outside"));
            Files.writeString(outside.resolve("kept"), "");
            Files.createSymbolicLink(directory.path().resolve("kafka"), outside);

            directory.startOver();

            assertThat(directory.postgres()).doesNotExist();
            assertThat(directory.logFile().getParent()).doesNotExist();
            assertThat(directory.kafka()).doesNotExist();
            assertThat(note).exists();
            assertThat(outside.resolve("kept")).exists();
        }
    }
}
