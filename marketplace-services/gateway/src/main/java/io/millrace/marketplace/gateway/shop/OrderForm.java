package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.NewOrder;
import io.millrace.marketplace.gateway.services.Product;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The order form as it was typed, with the key that makes a second press of its button harmless. */
record OrderForm(String key, String email, Map<String, String> quantities, String paymentMethod) {

    /** What can be paid with here; the simulated card processor knows more. */
    static final List<String> PAYMENT_METHODS = List.of("card-ok", "card-declined");

    static final int MOST_OF_ONE_PRODUCT = 999;
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}+@[A-Za-z0-9-]++(\\.[A-Za-z0-9-]++)*+");
    private static final Pattern QUANTITY = Pattern.compile("\\d{1,3}");

    OrderForm {
        quantities = Map.copyOf(quantities);
    }

    static OrderForm blank(String email) {
        return new OrderForm(UUID.randomUUID().toString(), email, Map.of(), PAYMENT_METHODS.getFirst());
    }

    static OrderForm typed(HttpServletRequest request, List<Product> products) {
        Map<String, String> quantities = new LinkedHashMap<>();
        for (Product product : products) {
            quantities.put(product.sku(), parameter(request, field(product)));
        }
        return new OrderForm(key(request), parameter(request, "email"), quantities, paymentMethod(request));
    }

    static String field(Product product) {
        return "quantity-" + product.sku();
    }

    /** The same order as a new attempt, after ordering has refused the last one. */
    OrderForm afresh() {
        return new OrderForm(UUID.randomUUID().toString(), email, quantities, paymentMethod);
    }

    String quantity(Product product) {
        return quantities.getOrDefault(product.sku(), "");
    }

    /** What is wrong: the message's key by the field's name, nothing if all is right. */
    Map<String, String> mistakes(List<Product> products) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        for (Product product : products) {
            if (!isQuantity(quantity(product))) {
                mistakes.put(field(product), "mistake.quantity");
            }
        }
        if (mistakes.isEmpty() && lines().isEmpty()) {
            mistakes.put("items", "mistake.items");
        }
        if (email.length() > LONGEST_EMAIL || !EMAIL.matcher(email).matches()) {
            mistakes.put("email", "mistake.email");
        }
        return mistakes;
    }

    NewOrder order(UUID customerId) {
        return new NewOrder(customerId, email, lines(), paymentMethod);
    }

    private List<NewOrder.Line> lines() {
        return quantities.entrySet().stream()
                .filter(entry -> isQuantity(entry.getValue()))
                .map(entry -> new NewOrder.Line(entry.getKey(), number(entry.getValue())))
                .filter(line -> line.quantity() > 0)
                .sorted((one, other) -> one.sku().compareTo(other.sku()))
                .toList();
    }

    private static boolean isQuantity(String text) {
        return text.isEmpty() || (QUANTITY.matcher(text).matches() && number(text) <= MOST_OF_ONE_PRODUCT);
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String key(HttpServletRequest request) {
        String key = parameter(request, "key");
        return KEY.matcher(key).matches() ? key : UUID.randomUUID().toString();
    }

    private static String paymentMethod(HttpServletRequest request) {
        String chosen = parameter(request, "paymentMethod");
        return PAYMENT_METHODS.contains(chosen) ? chosen : PAYMENT_METHODS.getFirst();
    }

    private static String parameter(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value.strip();
    }
}
