package io.millrace.postgres;

/** The schema that Millrace's tables live in: lower-case letters, digits and underscores. */
public record Schema(String name) {

    public Schema {
        if (!name.matches("[a-z_][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException(
                    "a schema's name has 1 to 40 lower-case letters, digits or underscores, not '" + name + "'");
        }
    }

    /** {@code millrace}. */
    public static Schema defaults() {
        return new Schema("millrace");
    }

    /** The qualified name of a table, for use in SQL. */
    String table(String table) {
        return name + "." + table;
    }
}
