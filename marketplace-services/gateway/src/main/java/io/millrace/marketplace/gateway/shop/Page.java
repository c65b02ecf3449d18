package io.millrace.marketplace.gateway.shop;

import jakarta.servlet.http.HttpServletRequest;

/** What every template gets: the words, and the address to come back to in another language. */
record Page(Words words, String address) {

    static Page of(HttpServletRequest request) {
        return at(request.getRequestURI(), request);
    }

    static Page at(String address, HttpServletRequest request) {
        return new Page(new Words(Language.of(request)), address);
    }

    String text(String key, Object... arguments) {
        return words.text(key, arguments);
    }
}
