package io.millrace.marketplace.inventory.reservation;

import io.millrace.marketplace.inventory.stock.Shortage;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** What was told to an order whose goods were not there: a repeated request is told the same. */
@Embeddable
record Refusal(
        @Column(name = "refused_sku") String sku,
        @Column(name = "refused_because") String reason) {

    static Refusal of(Shortage shortage) {
        return new Refusal(shortage.sku(), shortage.sentence());
    }
}
