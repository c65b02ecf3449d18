package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.service.InvalidRequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text that a client sent, and what is required of it. */
record Field(String name, @Nullable String value) {

    private static final int LONGEST_EMAIL = 254;

    private static final Pattern EMAIL = Pattern.compile("(?=.{1,64}@)"
            + "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+"
            + "@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    /** The value, which has 1 to {@code longest} characters, none of them a control character. */
    String text(int longest) {
        String text = present();
        require(
                text.length() <= longest,
                "has %d characters, and %d at most are allowed".formatted(text.length(), longest));
        require(text.codePoints().allMatch(Field::isHarmless), "contains a control character");
        return text;
    }

    /** The value, which is an e-mail address such as mail servers accept everywhere. */
    String email() {
        String email = text(LONGEST_EMAIL);
        require(EMAIL.matcher(email).matches(), "is no e-mail address like name@example.com");
        return email;
    }

    InvalidRequestException refusal(String problem) {
        return new InvalidRequestException(name, "'%s' %s.".formatted(name, problem));
    }

    private String present() {
        if (value == null) {
            throw refusal("is missing");
        }
        require(!value.isBlank(), "is blank");
        return value;
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            throw refusal(problem);
        }
    }

    /** Neither a control character nor half a character nor one that turns the direction of the text around it. */
    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !(character >= 0x202A && character <= 0x202E) && !(character >= 0x2066 && character <= 0x2069);
        };
    }
}
