package io.millrace.marketplace.gateway.shop;

import io.millrace.marketplace.gateway.services.CancelCause;
import io.millrace.marketplace.gateway.services.Money;
import java.math.BigDecimal;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Optional;
import java.util.ResourceBundle;

/** Texts, amounts and times as the visitor reads them. */
record Words(Language language) {

    String text(String key, Object... arguments) {
        return new MessageFormat(language.messages().getString(key), language.locale()).format(arguments);
    }

    /** The text of {@code kind.name}, or the name itself where there is none. */
    String named(String kind, String name) {
        ResourceBundle messages = language.messages();
        String key = kind + "." + name;
        return messages.containsKey(key) ? messages.getString(key) : name;
    }

    /** The key of the texts about a failure with this HTTP status. */
    String failure(int status) {
        String key = "failure." + status;
        return language.messages().containsKey(key) ? key : "failure.other";
    }

    String refusal(String action, String orderStatus) {
        String sentence = text("refused." + action);
        return orderStatus.isEmpty() ? sentence : sentence + " " + text("refused.status", named("status", orderStatus));
    }

    /** Why an order was cancelled: in this language where there are words for the code, else the reason as it is. */
    String cancellation(String reason, CancelCause cause, String product) {
        String key = "cause." + cause.code();
        if (!language.messages().containsKey(key)) {
            return reason;
        }
        String counted = key + ".counted";
        return cause.left() != null && language.messages().containsKey(counted)
                ? text(counted, product, cause.left())
                : text(key, product);
    }

    String money(Money money) {
        Optional<Currency> currency = currency(money.currency());
        if (currency.isEmpty()) {
            return number(money.amount()) + " " + money.currency();
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(language.locale());
        format.setCurrency(currency.get());
        int digits = Math.max(
                currency.get().getDefaultFractionDigits(),
                money.amount().stripTrailingZeros().scale());
        format.setMinimumFractionDigits(Math.max(digits, 0));
        format.setMaximumFractionDigits(Math.max(digits, 0));
        return format.format(money.amount());
    }

    String number(BigDecimal number) {
        return NumberFormat.getNumberInstance(language.locale()).format(number);
    }

    /** In the time zone of this machine: the shop runs where its visitor is. */
    String when(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(language.locale())
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }

    private static Optional<Currency> currency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(code))
                .findFirst();
    }
}
