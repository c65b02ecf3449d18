package io.millrace.marketplace.app.shoppers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a shopper sends to order. */
record NewOrder(String customerId, String email, String paymentMethod, List<Line> items) {

    record Line(String sku, int quantity) {}

    private static final int MOST_LINES = 3;
    private static final int MOST_OF_ONE = 3;
    private static final int MORE_THAN_THERE_IS = 999;

    /** Some of a few of the products. */
    static NewOrder of(Shopper shopper, Errand errand, List<String> skus, Random chance) {
        List<String> wanted = new ArrayList<>(skus);
        Collections.shuffle(wanted, chance);
        List<Line> lines = wanted.stream()
                .limit(chance.nextInt(MOST_LINES) + 1L)
                .map(sku -> new Line(sku, quantity(errand, chance)))
                .toList();
        return new NewOrder(shopper.id(), shopper.email(), errand.card(), lines);
    }

    private static int quantity(Errand errand, Random chance) {
        return errand == Errand.WANT_MORE_THAN_THERE_IS ? MORE_THAN_THERE_IS : chance.nextInt(MOST_OF_ONE) + 1;
    }
}
