package io.millrace.marketplace.inventory.stock;

import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.ProductPriced;
import io.millrace.outbox.Outbox;
import io.millrace.outbox.OutgoingEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells others what is for sale and at what price, when the service starts: each version of a product once, however
 * many instances start at the same time, for that it was told commits with the event.
 */
@Component
class PriceList implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(PriceList.class);

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final TransactionTemplate transaction;

    PriceList(JdbcClient jdbc, Outbox outbox, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        transaction.executeWithoutResult(status -> tellWhatIsNew());
    }

    private void tellWhatIsNew() {
        List<ProductPriced> untold = markUntold();
        untold.forEach(event -> outbox.add(new OutgoingEvent("Product", event.sku(), event)));
        if (!untold.isEmpty()) {
            log.info("{} products and their prices are told", untold.size());
        }
    }

    /** Locks products in the order of their skus, as reservations do; who waited for a lock finds nothing to tell. */
    private List<ProductPriced> markUntold() {
        return jdbc.sql("""
                        WITH untold AS (
                            SELECT sku
                            FROM inventory.product
                            WHERE told_version < version
                            ORDER BY sku
                            FOR UPDATE)
                        UPDATE inventory.product AS product
                        SET told_version = product.version
                        FROM untold
                        WHERE product.sku = untold.sku
                        RETURNING product.sku, name_ko, name_en, price_won, version
                        """).query((row, number) -> priced(row)).list();
    }

    private static ProductPriced priced(ResultSet row) throws SQLException {
        return new ProductPriced(
                row.getString("sku"),
                new ProductPriced.Names(row.getString("name_ko"), row.getString("name_en")),
                Money.won(row.getLong("price_won")),
                row.getLong("version"));
    }
}
