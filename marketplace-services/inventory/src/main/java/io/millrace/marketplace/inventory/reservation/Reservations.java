package io.millrace.marketplace.inventory.reservation;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.StockReleased;
import io.millrace.marketplace.contracts.StockReturned;
import io.millrace.marketplace.inventory.stock.Stock;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sets the goods of orders aside, sells them or takes them back; what is told of it leaves with the transaction.
 *
 * <p>All of it may be repeated: a second request moves no goods, and is answered like the first. What was called off
 * stays so, also if the request for the goods comes only then. One order a transaction: the reservation is locked
 * first and its products after, so that nobody waits in a circle. Safe for use by many threads.
 */
@Service
public class Reservations {

    private static final Logger log = LoggerFactory.getLogger(Reservations.class);

    private final ReservationRepository reservations;
    private final Stock stock;
    private final Outbox outbox;

    Reservations(ReservationRepository reservations, Stock stock, Outbox outbox) {
        this.reservations = reservations;
        this.stock = stock;
        this.outbox = outbox;
    }

    /** Sets all of the goods aside or none; tells StockReserved or StockUnavailable. */
    @Transactional
    public void reserve(ReservationRequest request) {
        boolean first = reservations.begin(request.orderId()) == 1;
        Reservation reservation = locked(request.orderId());
        if (first) {
            stock.take(request.goods())
                    .ifPresentOrElse(
                            shortage -> reservation.refuse(Refusal.of(shortage)),
                            () -> reservation.reserve(request.goods()));
        }
        tell(request.orderId(), reservation.answer(request));
    }

    /** Gives the goods back, and refuses a request for them that comes later; tells StockReleased in any case. */
    @Transactional
    public void release(UUID orderId) {
        giveBack(orderId, begunAndLocked(orderId));
        tell(orderId, new StockReleased(orderId));
    }

    /** Sells the goods that are set aside, and tells nothing. */
    @Transactional
    public void sell(UUID orderId) {
        reservations.lock(orderId).ifPresent(reservation -> {
            switch (reservation.state()) {
                case RESERVED -> reservation.become(ReservationState.SOLD);
                case SOLD -> {}
                case REFUSED, RELEASED, RETURNED ->
                    log.warn("order {} is paid, and its goods are {}", orderId, reservation.state());
            }
        });
    }

    /** As {@link #release}, for an order that is no more; tells StockReleased or StockReturned where goods come back. */
    @Transactional
    public void cancel(UUID orderId) {
        Reservation reservation = begunAndLocked(orderId);
        boolean reserved = reservation.state() == ReservationState.RESERVED;
        giveBack(orderId, reservation);
        if (reserved) {
            tell(orderId, new StockReleased(orderId));
        }
    }

    /** Goods that were sold are told to be returned, once, whatever asked for it. */
    private void giveBack(UUID orderId, Reservation reservation) {
        switch (reservation.state()) {
            case RESERVED -> {
                stock.putBack(reservation.goods());
                reservation.become(ReservationState.RELEASED);
            }
            case SOLD -> {
                stock.putBack(reservation.goods());
                reservation.become(ReservationState.RETURNED);
                tell(orderId, new StockReturned(orderId));
            }
            case REFUSED, RELEASED, RETURNED -> {}
        }
    }

    private Reservation begunAndLocked(UUID orderId) {
        reservations.begin(orderId);
        return locked(orderId);
    }

    private Reservation locked(UUID orderId) {
        return reservations.lock(orderId).orElseThrow(() -> new IllegalStateException("no reservation of " + orderId));
    }

    private void tell(UUID orderId, MarketplaceEvent event) {
        outbox.add(new OutgoingEvent("Inventory", orderId.toString(), event));
    }
}
