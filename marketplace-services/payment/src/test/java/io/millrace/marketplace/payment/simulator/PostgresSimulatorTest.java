package io.millrace.marketplace.payment.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.payment.processor.CardDeclinedException;
import io.millrace.marketplace.payment.processor.CardProcessor.Authorisation;
import io.millrace.marketplace.payment.processor.HttpCardProcessor;
import io.millrace.marketplace.payment.processor.HttpCardProcessor.Limits;
import io.millrace.marketplace.payment.processor.VoidKeyException;
import io.millrace.testkit.EmbeddedPostgres;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresSimulatorTest extends SimulatorContract {

    private final EmbeddedPostgres.Database database = EmbeddedPostgres.shared().newDatabase();

    @Override
    CardProcessorSimulator started(SimulatorSettings settings) {
        return CardProcessorSimulator.onDatabase(0, settings, database.dataSource());
    }

    @Test
    void its_books_outlive_it() throws CardDeclinedException {
        String key = aKey();
        String dead = aKey();
        Authorisation held = processor.authorise(key, "card-ok", PRICE);
        processor.makeVoid(dead);
        simulator.close();

        simulator = started(CALM);
        try (HttpCardProcessor later =
                new HttpCardProcessor(simulator.url(), new Limits(Duration.ofSeconds(2), Duration.ofSeconds(2)))) {
            assertThat(later.authorise(key, "card-ok", PRICE)).isEqualTo(held);
            assertThatThrownBy(() -> later.authorise(dead, "card-ok", PRICE)).isInstanceOf(VoidKeyException.class);
            assertTotals("28000", "28000", "0", "0");
        }
    }
}
