package io.millrace.store;

/**
 * Names a stream: the type of its aggregate, and the aggregate's id. Two types may use the same id.
 *
 * @param type such as {@code Order}, at most 100 characters
 * @param id at most 100 characters
 */
public record StreamId(String type, String id) {

    private static final int LONGEST = 100;

    public StreamId {
        requireName("type", type);
        requireName("id", id);
    }

    private static void requireName(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the %s of a stream has 1 to %d printable characters".formatted(what, LONGEST));
        }
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
