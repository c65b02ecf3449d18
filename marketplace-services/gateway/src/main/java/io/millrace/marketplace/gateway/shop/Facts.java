package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.CancelCause;
import io.millrace.marketplace.gateway.services.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** JSON made readable: a label and a text for each field, whatever the fields are. */
final class Facts {

    /** One line of it. */
    record Fact(String label, String text) {}

    private static final Set<String> IN_THE_HEADING = Set.of("orderId", "orderNumber", "customerId");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}(\\.\\d{1,10})?");

    /** The reasons, and what says them for readers of any language. */
    private static final Map<String, String> CAUSES = Map.of("reason", "cause", "cancelReason", "cancelCause");

    private final Words words;
    private final Map<String, String> products;

    /** @param products the names by sku */
    Facts(Words words, Map<String, String> products) {
        this.words = words;
        this.products = Map.copyOf(products);
    }

    /** What is told of an order that has these items. */
    static Facts about(JsonNode order, Words words) {
        Map<String, String> products = order.path("items")
                .valueStream()
                .collect(Collectors.toMap(
                        item -> item.path("sku").asString(""),
                        item -> item.path("name").asString(item.path("sku").asString("")),
                        (name, other) -> name));
        return new Facts(words, products);
    }

    /** An event's data, without what the heading of the order's page says already. */
    List<Fact> ofEvent(JsonNode data) {
        return facts(data)
                .filter(field -> !IN_THE_HEADING.contains(field.getKey()))
                .map(field -> fact(field, data))
                .toList();
    }

    List<Fact> of(JsonNode data) {
        return facts(data).map(field -> fact(field, data)).toList();
    }

    private static Stream<Map.Entry<String, JsonNode>> facts(JsonNode data) {
        return data.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .filter(field -> !CAUSES.containsValue(field.getKey()));
    }

    private Fact fact(Map.Entry<String, JsonNode> field, JsonNode data) {
        String cause = CAUSES.get(field.getKey());
        String text = cause == null ? text(field) : reason(field.getValue().asString(""), data.path(cause));
        return new Fact(words.named("field", field.getKey()), text);
    }

    private String reason(String written, JsonNode cause) {
        if (!cause.path("code").isString()) {
            return written;
        }
        String sku = cause.path("sku").asString("");
        Long left = cause.path("left").isIntegralNumber() ? cause.path("left").asLong() : null;
        CancelCause known = new CancelCause(cause.path("code").asString(), sku, left);
        return words.cancellation(written, known, products.getOrDefault(sku, sku));
    }

    private String text(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("status")
                ? words.named("status", field.getValue().asString(""))
                : text(field.getValue());
    }

    private String text(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(this::text).collect(Collectors.joining(" · "));
        }
        if (!value.isObject()) {
            return plain(value.asString(""));
        }
        return isMoney(value) ? money(value) : object(value);
    }

    private String plain(String text) {
        return INSTANT.matcher(text).matches() ? words.when(Instant.parse(text)) : text;
    }

    private String object(JsonNode value) {
        if (value.has("sku") && value.has("quantity")) {
            return line(value);
        }
        return value.properties().stream()
                .map(field -> words.named("field", field.getKey()) + " " + text(field))
                .collect(Collectors.joining(", "));
    }

    private String line(JsonNode line) {
        String name = line.path("name").asString(line.path("sku").asString(""));
        Stream<String> price =
                line.valueStream().filter(Facts::isMoney).limit(1).map(this::money);
        return Stream.concat(Stream.of(line.path("quantity").asString("") + " × " + name), price)
                .collect(Collectors.joining(" @ "));
    }

    private String money(JsonNode value) {
        return words.money(new Money(
                new BigDecimal(value.path("amount").asString()),
                value.path("currency").asString()));
    }

    private static boolean isMoney(JsonNode value) {
        return value.isObject() && value.path("currency").isString() && isDecimal(value.path("amount"));
    }

    private static boolean isDecimal(JsonNode value) {
        return value.isNumber()
                || (value.isString() && DECIMAL.matcher(value.asString()).matches());
    }
}
