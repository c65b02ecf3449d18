package io.millrace.marketplace.inventory.reservation;

import io.millrace.marketplace.contracts.CancellationCause;
import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.StockUnavailable;
import io.millrace.marketplace.inventory.stock.Goods;
import io.millrace.marketplace.inventory.stock.Line;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.UpdateTimestamp;
import org.jspecify.annotations.Nullable;

/** The goods of one order, and what became of them. It begins as one that was released, so that calling it off stays. */
@Entity
@Table(schema = "inventory", name = "reservation")
class Reservation {

    private static final String CALLED_OFF = "The order was called off before its goods were set aside.";

    @Id
    private @Nullable UUID orderId;

    @Enumerated(EnumType.STRING)
    private ReservationState state = ReservationState.RELEASED;

    @SuppressWarnings("UnusedVariable") // read by SQL alone
    @UpdateTimestamp
    private @Nullable Instant changedAt;

    @Embedded
    private @Nullable Refusal refusal;

    @ElementCollection
    @CollectionTable(schema = "inventory", name = "reservation_line", joinColumns = @JoinColumn(name = "order_id"))
    private List<Line> lines = new ArrayList<>();

    /** For JPA. */
    protected Reservation() {}

    ReservationState state() {
        return state;
    }

    Goods goods() {
        return new Goods(lines);
    }

    void become(ReservationState next) {
        state = next;
    }

    void reserve(Goods goods) {
        state = ReservationState.RESERVED;
        lines.addAll(goods.lines());
    }

    void refuse(Refusal why) {
        state = ReservationState.REFUSED;
        refusal = why;
    }

    /** What there is to say to those who ask for the goods, as often as they ask. */
    MarketplaceEvent answer(ReservationRequest request) {
        return switch (state) {
            case RESERVED, SOLD -> request.granted();
            case REFUSED -> unavailable(request, refusal);
            case RELEASED, RETURNED -> unavailable(request, null);
        };
    }

    private static StockUnavailable unavailable(ReservationRequest request, @Nullable Refusal why) {
        return why == null
                ? new StockUnavailable(
                        request.orderId(),
                        request.goods().lines().getFirst().sku(),
                        CALLED_OFF,
                        new CancellationCause(CancellationCause.CALLED_OFF))
                : why.answer(request.orderId());
    }
}
