package io.millrace.marketplace.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * An order that is going to be placed, and what becomes of it.
 *
 * @param patience how long the customer waits before he calls it off, where he does
 */
record PlannedOrder(String key, Fate fate, String sku, Duration patience) {

    /** What becomes of an order, by its card and how much it asks for. */
    enum Fate {
        DECLINED(10, "card-declined"),
        OUT_OF_STOCK(5, "card-ok"),
        /** The processor charges, and its answer is lost. */
        CHARGED_WITHOUT_ANSWER(2, "card-timeout"),
        CHARGED_TWICE_AT_ONCE(2, "card-twice"),
        /** The customer calls it off, before or after it is paid. */
        CALLED_OFF(6, "card-ok"),
        CHARGED(75, "card-ok");

        private final int percent;
        private final String card;

        Fate(int percent, String card) {
            this.percent = percent;
            this.card = card;
        }

        /** One hundred, as often as their percentages say. */
        private static List<Fate> hundred() {
            List<Fate> all = new ArrayList<>();
            for (Fate fate : values()) {
                all.addAll(Collections.nCopies(fate.percent, fate));
            }
            return all;
        }
    }

    private static final List<String> SKUS =
            List.of("TEA-BOSEONG-100", "GIM-GWANGCHEON-20", "CUP-CELADON-2", "GRINDER-HAND", "KETTLE-GOOSE-1L");
    private static final int MORE_THAN_THERE_IS = 999;
    private static final int MOST_MILLIS_OF_PATIENCE = 500;

    static List<PlannedOrder> some(int orders, Random chance) {
        List<Fate> fates = Fate.hundred();
        Collections.shuffle(fates, chance);
        return IntStream.range(0, orders)
                .mapToObj(number -> new PlannedOrder(
                        UUID.randomUUID().toString(),
                        fates.get(number % fates.size()),
                        SKUS.get(chance.nextInt(SKUS.size())),
                        Duration.ofMillis(chance.nextInt(MOST_MILLIS_OF_PATIENCE))))
                .toList();
    }

    String email() {
        return "c-" + key + "@example.com";
    }

    String json() {
        return """
                {"customerId": "c-%s", "email": "%s", "paymentMethod": "%s", "items": [{"sku": "%s", "quantity": %d}]}
                """.formatted(key, email(), fate.card, sku, fate == Fate.OUT_OF_STOCK ? MORE_THAN_THERE_IS : 1);
    }
}
