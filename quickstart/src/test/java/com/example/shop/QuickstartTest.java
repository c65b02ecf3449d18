package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page shows what is compiled and run here, word by word. */
class QuickstartTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    /** Shell commands are not code of the service. */
    private static final String COMMANDS = "sh";

    @Test
    void each_piece_of_code_on_the_page_stands_in_this_module() throws IOException {
        List<String> sources = sources();

        assertThat(pieces())
                .hasSizeGreaterThan(6)
                .allSatisfy(piece -> assertThat(sources).as(piece).anyMatch(source -> source.contains(piece)));
    }

    @Test
    void the_page_is_read_in_a_few_minutes() throws IOException {
        assertThat(Quickstart.text().split("\\s+")).hasSizeLessThan(900);
    }

    private static List<String> pieces() throws IOException {
        return BLOCK.matcher(Quickstart.text())
                .results()
                .filter(block -> !block.group(1).equals(COMMANDS))
                .map(block -> words(block.group(2)))
                .toList();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Quickstart.MODULE.resolve("src"))) {
            List<String> sources = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.add(words(Files.readString(file)));
            }
            sources.add(words(Files.readString(Quickstart.MODULE.resolve("pom.xml"))));
            return sources;
        }
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
