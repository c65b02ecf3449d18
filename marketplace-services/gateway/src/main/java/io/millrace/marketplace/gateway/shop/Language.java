package io.millrace.marketplace.gateway.shop;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.springframework.web.util.WebUtils;

/** The languages of the pages: what the visitor chose by the link, else what his browser prefers. */
enum Language {
    ENGLISH("en", "English", Locale.US),
    KOREAN("ko", "한국어", Locale.KOREA);

    static final String COOKIE = "language";

    private static final String MESSAGES = "io.millrace.marketplace.gateway.messages";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final String code;
    private final String ownName;
    private final Locale locale;

    Language(String code, String ownName, Locale locale) {
        this.code = code;
        this.ownName = ownName;
        this.locale = locale;
    }

    static Language of(HttpServletRequest request) {
        Cookie chosen = WebUtils.getCookie(request, COOKIE);
        return Optional.ofNullable(chosen)
                .flatMap(cookie -> withCode(cookie.getValue()))
                .or(() -> preferred(request))
                .orElse(ENGLISH);
    }

    static Optional<Language> withCode(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(code))
                .findFirst();
    }

    private static Optional<Language> preferred(HttpServletRequest request) {
        if (request.getHeader("Accept-Language") == null) {
            return Optional.empty();
        }
        List<Locale> wanted = Collections.list(request.getLocales());
        return wanted.stream()
                .flatMap(locale -> withCode(locale.getLanguage()).stream())
                .findFirst();
    }

    Stream<Language> others() {
        return Arrays.stream(values()).filter(language -> language != this);
    }

    String code() {
        return code;
    }

    /** Its name in itself. */
    String ownName() {
        return ownName;
    }

    Locale locale() {
        return locale;
    }

    /** The texts; without falling back to the language of the machine. */
    ResourceBundle messages() {
        return ResourceBundle.getBundle(MESSAGES, locale, NO_FALLBACK);
    }
}
