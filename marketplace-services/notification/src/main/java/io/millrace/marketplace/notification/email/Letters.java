package io.millrace.marketplace.notification.email;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.OrderCancelled;
import io.millrace.marketplace.contracts.OrderCreated;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words letters in the customer's language. */
sealed interface Letters permits EnglishLetters, KoreanLetters {

    /** The order is paid, and this is what it is. */
    Letter confirmation(OrderCreated order);

    /** The order was called off, and this is why. */
    Letter cancellation(KnownOrder order, OrderCancelled cancelled);

    /** So much went back. */
    Letter refund(OrderCreated order, Money amount);

    /** The letter for the occasion. */
    static Letter of(Occasion occasion, KnownOrder order) {
        OrderCreated placed = order.placed();
        Letters letters = placed.language().equals("ko") ? new KoreanLetters() : new EnglishLetters();
        return switch (occasion) {
            case Occasion.Paid paid -> letters.confirmation(placed);
            case Occasion.Cancelled cancelled -> letters.cancellation(order, cancelled.event());
            case Occasion.Refunded refunded ->
                letters.refund(placed, refunded.event().amount());
        };
    }

    /** The lines of an order, one below the other. */
    static String lines(OrderCreated order, Locale locale) {
        return order.items().stream()
                .map(item -> "- %d x %s: %s".formatted(item.quantity(), item.name(), price(item.price(), locale)))
                .collect(Collectors.joining("\n"));
    }

    static String price(Money money, Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(money.currency()));
        format.setMinimumFractionDigits(money.amount().scale());
        format.setMaximumFractionDigits(money.amount().scale());
        return format.format(money.amount());
    }
}
