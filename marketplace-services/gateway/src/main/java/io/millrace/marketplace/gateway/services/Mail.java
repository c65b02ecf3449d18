package io.millrace.marketplace.gateway.services;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An e-mail that the demo's mail server received. */
public record Mail(String to, String subject, @Nullable Instant receivedAt, String text) {

    /** Whether subject or text name it, as a whole word: MR-1 is not in MR-10. */
    public boolean mentions(String orderNumber) {
        Pattern word = Pattern.compile("(?<![\\w-])" + Pattern.quote(orderNumber) + "(?![\\w-])");
        return word.matcher(subject).find() || word.matcher(text).find();
    }
}
