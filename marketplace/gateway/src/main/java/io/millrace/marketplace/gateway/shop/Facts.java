package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** JSON made readable: a label and a text for each field, whatever the fields are. */
final class Facts {

    /** One line of it. */
    record Fact(String label, String text) {}

    private final Words words;

    Facts(Words words) {
        this.words = words;
    }

    List<Fact> of(JsonNode data) {
        return data.properties().stream()
                .map(field -> new Fact(words.named("field", field.getKey()), text(field)))
                .toList();
    }

    private String text(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("status")
                ? words.named("status", field.getValue().asString(""))
                : text(field.getValue());
    }

    private String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "–";
        }
        if (value.isArray()) {
            return value.valueStream().map(this::text).collect(Collectors.joining(" · "));
        }
        if (!value.isObject()) {
            return value.asString("");
        }
        return isMoney(value) ? money(value) : object(value);
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
        return value.isNumber() || (value.isString() && value.asString().matches("-?\\d{1,30}(\\.\\d{1,10})?"));
    }
}
