package io.millrace.marketplace.ordering.api;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/** The language of an order: its products are named in it, and e-mails about it are written in it. */
final class CustomerLanguage {

    private static final String DEFAULT = "en";
    private static final List<String> SPOKEN = List.of(DEFAULT, "ko");

    private CustomerLanguage() {}

    /** The best match for an {@code Accept-Language} header, English where there is none. */
    static String of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return DEFAULT;
        }
        try {
            String match = Locale.lookupTag(LanguageRange.parse(acceptLanguage), SPOKEN);
            return match == null ? DEFAULT : match;
        } catch (IllegalArgumentException e) {
            return DEFAULT;
        }
    }
}
