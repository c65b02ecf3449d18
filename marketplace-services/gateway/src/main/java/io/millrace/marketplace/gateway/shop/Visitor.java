package io.millrace.marketplace.gateway.shop;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** Who is at the browser, as far as the shop remembers: a customer id and an e-mail address. */
record Visitor(@Nullable UUID customerId, String email) {

    private static final String CUSTOMER = "customer";
    private static final String EMAIL = "email";
    private static final Duration A_YEAR = Duration.ofDays(365);

    static Visitor of(HttpServletRequest request) {
        return new Visitor(
                cookie(request, CUSTOMER).flatMap(Visitor::uuid).orElse(null),
                cookie(request, EMAIL).map(Visitor::decode).orElse(""));
    }

    /** A strict cookie is missing when a link on another site led here; that is no new customer. */
    static boolean isNewCustomer(HttpServletRequest request) {
        return of(request).customerId() == null && !"cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }

    static String customerCookie(UUID customerId) {
        return strict(CUSTOMER, customerId.toString());
    }

    static String emailCookie(String email) {
        return strict(EMAIL, URLEncoder.encode(email, StandardCharsets.UTF_8));
    }

    private static String strict(String name, String value) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .sameSite("Strict")
                .path("/")
                .maxAge(A_YEAR)
                .build()
                .toString();
    }

    private static Optional<String> cookie(HttpServletRequest request, String name) {
        return Optional.ofNullable(WebUtils.getCookie(request, name)).map(Cookie::getValue);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
