package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.marketplace.app.shoppers.Pace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Path HERE = Path.of("/somewhere");

    @Test
    void without_options_the_shop_is_at_8080_and_the_rest_takes_free_ports() {
        Options options = parse();

        assertThat(options.ports()).isEqualTo(new Ports(8080, 0, 0));
        assertThat(options.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(options.fresh()).isFalse();
        assertThat(options.mailServer()).isNull();
        assertThat(options.broker()).isEqualTo(new Broker.Kafka());
        assertThat(options.checkout()).isEqualTo(Checkout.ORCHESTRATED);
        assertThat(options.shoppers()).isEqualTo(new Pace(1));
    }

    @Test
    void shoppers_come_at_a_pace_or_not_at_all() {
        assertThat(parse("--shoppers", "3").shoppers()).isEqualTo(new Pace(3));
        assertThat(parse("--shoppers", "0.5").shoppers()).isEqualTo(new Pace(0.5));
        assertThat(parse("--shoppers", "1000").shoppers()).isEqualTo(new Pace(1_000));
        assertThat(parse("--shoppers", "0").shoppers()).isEqualTo(Pace.NONE);
    }

    @Test
    void a_pace_that_makes_no_sense_is_refused_with_what_would() {
        assertThatThrownBy(() -> parse("--shoppers", "x"))
                .isInstanceOf(Refusal.class)
                .hasMessage("--shoppers takes orders a second from 0 to 1000, not 'x'");
    }

    @Test
    void a_marketplace_in_a_test_has_no_shoppers() {
        assertThat(Settings.defaults().shoppers()).isEqualTo(Pace.NONE);
    }

    @Test
    void the_checkout_is_orchestrated_or_choreographed() {
        assertThat(parse("--checkout", "orchestrated").checkout()).isEqualTo(Checkout.ORCHESTRATED);
        assertThat(parse("--checkout", "choreographed").checkout()).isEqualTo(Checkout.CHOREOGRAPHED);
    }

    @Test
    void the_broker_is_kafka_a_rabbitmq_that_runs_or_none() {
        assertThat(parse("--broker", "none").broker()).isEqualTo(new Broker.None());
        assertThat(parse("--broker", "rabbitmq").broker())
                .isEqualTo(new Broker.RabbitMq(URI.create("amqp://guest:guest@localhost:5672")));
        assertThat(parse("--broker", "rabbitmq", "--rabbitmq", "amqp://me:secret@there/shop")
                        .broker())
                .isEqualTo(new Broker.RabbitMq(URI.create("amqp://me:secret@there/shop")));
    }

    @Test
    void the_password_of_a_url_that_makes_no_sense_is_not_repeated() {
        assertThatThrownBy(() -> parse("--broker", "rabbitmq", "--rabbitmq", "http://me:secret@there"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("amqp://")
                .hasMessageNotContaining("secret");
    }

    @Test
    void each_option_reaches_its_setting() {
        Options options =
                parse("--port", "1", "--kafka-port", "2", "--postgres-port", "3", "--fresh", "--smtp", "mail.test:25");

        assertThat(options.ports()).isEqualTo(new Ports(1, 2, 3));
        assertThat(options.fresh()).isTrue();
        assertThat(options.mailServer()).isEqualTo(new MailServer("mail.test", 25));
    }

    @Test
    void a_relative_folder_is_the_caller_s() {
        assertThat(parse("--data", "my data").data()).isEqualTo(Path.of("/somewhere/my data"));
        assertThat(parse("--data", "/elsewhere").data()).isEqualTo(Path.of("/elsewhere"));
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 80, --prot",
        "80, 80",
        "--port, --port",
        "--port eighty, --port",
        "--port -1, --port",
        "--kafka-port 65536, --kafka-port",
        "--postgres-port 1e3, --postgres-port",
        "--data, --data",
        "--broker carrier-pigeon, --broker",
        "--checkout by-hand, --checkout",
        "--checkout, --checkout",
        "--shoppers, --shoppers",
        "--shoppers -1, --shoppers",
        "--shoppers 1000.5, --shoppers",
        "--shoppers 1e2, --shoppers",
        "--rabbitmq amqp://there, --broker rabbitmq",
        "--broker rabbitmq --rabbitmq nonsense, --rabbitmq",
        "--smtp mail.test, --smtp",
        "--smtp :25, --smtp",
        "--smtp mail.test:0, --smtp"
    })
    void what_makes_no_sense_is_refused_and_named(String line, String named) {
        assertThatThrownBy(() -> parse(line.split(" ")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }

    private static Options parse(String... arguments) {
        return Options.parse(List.of(arguments), HERE);
    }
}
