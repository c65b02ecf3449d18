package io.millrace.marketplace.gateway.shop;

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

    private final Words words;

    Facts(Words words) {
        this.words = words;
    }

    /** An event's data, without what the heading of the order's page says already. */
    List<Fact> ofEvent(JsonNode data) {
        return facts(data)
                .filter(field -> !IN_THE_HEADING.contains(field.getKey()))
                .map(this::fact)
                .toList();
    }

    List<Fact> of(JsonNode data) {
        return facts(data).map(this::fact).toList();
    }

    private static Stream<Map.Entry<String, JsonNode>> facts(JsonNode data) {
        return data.properties().stream().filter(field -> !field.getValue().isNull());
    }

    private Fact fact(Map.Entry<String, JsonNode> field) {
        return new Fact(words.named("field", field.getKey()), text(field));
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
