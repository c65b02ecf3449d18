package io.millrace.marketplace.inventory.reservation;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.inventory.stock.Shortage;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was told to an order whose goods were not there: a repeated request is told the same.
 *
 * @param code null for an order that was refused when there were no codes
 * @param left how many of the product there were, where that is the reason
 */
@Embeddable
record Refusal(
        @Column(name = "refused_sku") String sku,
        @Column(name = "refused_because") String reason,
        @Column(name = "refused_code") @Nullable String code,
        @Column(name = "refused_left") @Nullable Long left) {

    static Refusal of(Shortage shortage) {
        return new Refusal(shortage.sku(), shortage.sentence(), shortage.code(), shortage.left());
    }

    StockUnavailable answer(UUID orderId) {
        return new StockUnavailable(orderId, sku, reason, code == null ? null : new CancellationCause(code, sku, left));
    }
}
