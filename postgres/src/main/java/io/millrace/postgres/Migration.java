package io.millrace.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A numbered step of the schema, from {@code migrations/V<number>__<name>.sql}. */
record Migration(int number, String file) {

    /** All steps, in order. A released one is never changed. */
    static final List<Migration> ALL = List.of(
            new Migration(1, "V001__events.sql"),
            new Migration(2, "V002__checkpoints.sql"),
            new Migration(3, "V003__consumers.sql"),
            new Migration(4, "V004__outbox.sql"),
            new Migration(5, "V005__snapshots.sql"),
            new Migration(6, "V006__lanes.sql"),
            new Migration(7, "V007__dead_letters.sql"),
            new Migration(8, "V008__retention.sql"),
            new Migration(9, "V009__sagas.sql"),
            new Migration(10, "V010__saga_upkeep.sql"));

    static int newest() {
        return ALL.getLast().number();
    }

    /** Its statements, with the one that records it. */
    String sql(Schema schema) {
        return text().replace("${schema}", schema.name())
                + "INSERT INTO %s (number, file) VALUES (%d, '%s');%n"
                        .formatted(schema.table("millrace_migrations"), number, file);
    }

    private String text() {
        try (InputStream resource = Migration.class.getResourceAsStream("migrations/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("the migration " + file + " is missing from the jar");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8) + System.lineSeparator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
