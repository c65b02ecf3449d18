package io.millrace.marketplace.ordering.api;

import io.millrace.marketplace.service.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What a customer sends to place an order: what and how many, never at what price. */
record PlaceOrderRequest(
        @Nullable String customerId,
        @Nullable String email,
        @Nullable List<@Nullable Line> items,
        @Nullable String paymentMethod) {

    static final int LONGEST_CUSTOMER_ID = 100;
    private static final int MOST_LINES = 50;
    private static final int LARGEST_QUANTITY = 999;
    private static final int LONGEST_PAYMENT_METHOD = 100;
    private static final String USUAL_PAYMENT_METHOD = "card-ok";

    /** So many of one product. */
    record Line(@Nullable String sku, @Nullable Integer quantity) {}

    String validCustomerId() {
        return new Field("customerId", customerId).text(LONGEST_CUSTOMER_ID);
    }

    String validEmail() {
        return new Field("email", email).email();
    }

    /** A token of the card processor. */
    String validPaymentMethod() {
        return paymentMethod == null
                ? USUAL_PAYMENT_METHOD
                : new Field("paymentMethod", paymentMethod).text(LONGEST_PAYMENT_METHOD);
    }

    /** How many of each product, in the order of the lines. */
    SequencedMap<String, Integer> validQuantities() {
        if (items == null || items.isEmpty()) {
            throw new InvalidRequestException("items", "'items' is empty: an order has at least one line.");
        }
        if (items.size() > MOST_LINES) {
            throw new InvalidRequestException(
                    "items", "'items' has %d lines, and %d at most are allowed.".formatted(items.size(), MOST_LINES));
        }
        SequencedMap<String, Integer> quantities = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            add("items[" + i + "]", items.get(i), quantities);
        }
        return quantities;
    }

    private static void add(String place, @Nullable Line line, Map<String, Integer> quantities) {
        if (line == null) {
            throw new Field(place, null).refusal("is null");
        }
        Field skuField = new Field(place + ".sku", line.sku());
        String sku = skuField.text(LONGEST_CUSTOMER_ID);
        int quantity = validQuantity(new Field(place + ".quantity", null), line.quantity());
        if (quantities.put(sku, quantity) != null) {
            throw skuField.refusal("repeats '" + sku + "': put all of a product on one line");
        }
    }

    private static int validQuantity(Field field, @Nullable Integer quantity) {
        if (quantity == null) {
            throw field.refusal("is missing");
        }
        if (quantity < 1 || quantity > LARGEST_QUANTITY) {
            throw field.refusal("is %d, and 1 to %d are allowed".formatted(quantity, LARGEST_QUANTITY));
        }
        return quantity;
    }
}
