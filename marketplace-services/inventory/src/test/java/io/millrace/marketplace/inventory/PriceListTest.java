package io.millrace.marketplace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.marketplace.contracts.MarketplaceEvent;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.contracts.ProductPriced;
import io.millrace.testkit.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class PriceListTest {

    private static final String APRON = "APRON-LINEN";

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();
    private final JdbcClient tables = JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl()));

    @Test
    void each_product_is_told_at_the_first_start_and_not_again_at_the_next() {
        start().close();

        try (InventoryService again = start()) {
            assertThat(events()).isEqualTo(12);
            assertThat(again.toldOfProduct(APRON)).containsExactly(apron(27_000, 1));
        }
    }

    @Test
    void a_new_price_is_told_with_its_version_and_no_other_product_again() {
        start().close();
        tables.sql("UPDATE inventory.product SET price_won = 29000, version = version + 1 WHERE sku = ?")
                .param(APRON)
                .update();

        try (InventoryService again = start()) {
            assertThat(events()).isEqualTo(13);
            assertThat(again.toldOfProduct(APRON)).containsExactly(apron(27_000, 1), apron(29_000, 2));
        }
    }

    @Test
    void products_that_were_there_before_anyone_told_of_them_are_told() {
        tables.sql("""
                        CREATE SCHEMA inventory;
                        CREATE TABLE inventory.product (
                            sku text PRIMARY KEY,
                            position integer NOT NULL,
                            name_ko text NOT NULL,
                            name_en text NOT NULL,
                            price_won bigint NOT NULL,
                            initial bigint NOT NULL,
                            replenished bigint NOT NULL DEFAULT 0,
                            available bigint NOT NULL);
                        INSERT INTO inventory.product (position, sku, name_ko, name_en, price_won, initial, available)
                        VALUES (10, 'APRON-LINEN', '리넨 앞치마', 'Linen apron', 31000, 200, 7);
                        """).update();

        try (InventoryService inventory = start()) {
            assertThat(inventory.toldOfProduct(APRON)).containsExactly(apron(31_000, 1));
            assertThat(inventory.available(APRON)).isEqualTo(7);
            assertThat(events()).isEqualTo(12);
        }
    }

    @Test
    void instances_that_start_at_the_same_time_tell_it_once() throws Exception {
        start().close();
        tables.sql("UPDATE inventory.product SET version = 2").update();

        // Contexts that set up logging side by side break it.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try (ExecutorService starting = Executors.newFixedThreadPool(2)) {
            List<Callable<InventoryService>> both = List.of(this::start, this::start);
            for (Future<InventoryService> started : starting.invokeAll(both)) {
                started.get().close();
            }
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }

        assertThat(events()).isEqualTo(24);
    }

    @Test
    void many_who_tell_at_once_tell_it_once() throws Exception {
        try (InventoryService inventory = start();
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            tables.sql("UPDATE inventory.product SET version = 2").update();
            List<Callable<Boolean>> tellers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                tellers.add(() -> tell(inventory));
            }

            for (Future<Boolean> told : threads.invokeAll(tellers)) {
                assertThat(told.get()).isTrue();
            }

            assertThat(events()).isEqualTo(24);
        }
    }

    @Test
    void who_ends_before_it_is_committed_has_told_nothing_and_the_next_tells_it() {
        try (InventoryService inventory = start()) {
            tables.sql("UPDATE inventory.product SET version = 2").update();

            inventory.bean(TransactionTemplate.class).executeWithoutResult(transaction -> {
                tell(inventory);
                transaction.setRollbackOnly();
            });
            long afterTheEnd = events();
            tell(inventory);

            assertThat(afterTheEnd).isEqualTo(12);
            assertThat(events()).isEqualTo(24);
        }
    }

    private InventoryService start() {
        return new InventoryService(database, "--millrace.relay.enabled=false", "--millrace.consumers.enabled=false");
    }

    private static boolean tell(InventoryService inventory) {
        try {
            inventory.bean(ApplicationRunner.class).run(new DefaultApplicationArguments());
            return true;
        } catch (Exception e) {
            throw new AssertionError("it was not told", e);
        }
    }

    private long events() {
        return tables.sql("SELECT count(*) FROM inventory.outbox WHERE aggregate_type = 'Product'")
                .query(Long.class)
                .single();
    }

    private static MarketplaceEvent apron(long won, long version) {
        return new ProductPriced(APRON, new ProductPriced.Names("리넨 앞치마", "Linen apron"), Money.won(won), version);
    }
}
