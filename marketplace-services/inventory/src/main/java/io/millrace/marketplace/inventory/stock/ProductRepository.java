package io.millrace.marketplace.inventory.stock;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Products. What changes them returns how many were changed, 0 or 1, and locks them until the transaction ends. */
interface ProductRepository extends JpaRepository<Product, String> {

    List<Product> findAllByOrderByPosition();

    @Query("SELECT p.sku FROM Product p WHERE p.available < :threshold ORDER BY p.sku")
    List<String> skusBelow(long threshold);

    @Modifying
    @Query("UPDATE Product p SET p.available = p.available - :quantity WHERE p.sku = :sku AND p.available >= :quantity")
    int take(String sku, long quantity);

    @Modifying
    @Query("UPDATE Product p SET p.available = p.available + :quantity WHERE p.sku = :sku")
    int putBack(String sku, long quantity);

    @Modifying
    @Query("""
            UPDATE Product p
            SET p.available = p.available + :quantity, p.replenished = p.replenished + :quantity
            WHERE p.sku = :sku AND p.available < :threshold
            """)
    int replenishBelow(long threshold, String sku, long quantity);
}
