package io.millrace.marketplace.app.shoppers;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A customer who is none: always the same few, with ids that no person gets. */
record Shopper(String id, String languages) {

    private static final int OF_EACH_LANGUAGE = 4;
    private static final List<Shopper> ALL = Stream.concat(
                    speaking("ko", "ko-KR,ko;q=0.9,en;q=0.5"), speaking("en", "en-GB,en;q=0.9"))
            .toList();

    static List<Shopper> all() {
        return ALL;
    }

    private static Stream<Shopper> speaking(String language, String languages) {
        return IntStream.rangeClosed(1, OF_EACH_LANGUAGE)
                .mapToObj(number -> new Shopper("shopper-%s-%d".formatted(language, number), languages));
    }

    String email() {
        return id + "@example.com";
    }
}
