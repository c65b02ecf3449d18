package io.millrace.marketplace.inventory.reservation;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reservations by their order. */
interface ReservationRepository extends Repository<Reservation, UUID> {

    /** Returns 1 where this is the first that is heard of the order. Waits for others who are about to do the same. */
    @Modifying
    @Query(nativeQuery = true, value = """
            INSERT INTO inventory.reservation (order_id, state)
            VALUES (:orderId, 'RELEASED')
            ON CONFLICT DO NOTHING
            """)
    int begin(UUID orderId);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("SELECT r FROM Reservation r WHERE r.orderId = :orderId")
    Optional<Reservation> lock(UUID orderId);
}
