package io.millrace.marketplace.app;

import io.millrace.marketplace.app.shoppers.Pace;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param fresh whether to start over
 * @param mailServer where e-mails go; none for the built-in mailbox
 * @param broker what carries the events
 * @param checkout who sees to it that a placed order is supplied and paid
 * @param shoppers how many orders come by themselves
 */
record Options(
        Ports ports,
        Path data,
        boolean fresh,
        @Nullable MailServer mailServer,
        Broker broker,
        Checkout checkout,
        Pace shoppers) {

    private static final int LARGEST_PORT = 65_535;
    private static final String RABBIT = "amqp://guest:guest@localhost:5672";
    private static final Set<String> AMQP = Set.of("amqp", "amqps");

    /**
     * @param directory what a relative path starts from
     * @throws Refusal if an option is unknown or its value makes no sense
     */
    static Options parse(List<String> arguments, Path directory) {
        Ports ports = new Ports(8080, 0, 0);
        Path data = Path.of("data");
        boolean fresh = false;
        MailServer mailServer = null;
        String broker = "kafka";
        String rabbit = null;
        Checkout checkout = Checkout.ORCHESTRATED;
        Pace shoppers = new Pace(1);
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--port" -> ports = new Ports(port(option, rest), ports.kafka(), ports.postgres());
                case "--kafka-port" -> ports = new Ports(ports.gateway(), port(option, rest), ports.postgres());
                case "--postgres-port" -> ports = new Ports(ports.gateway(), ports.kafka(), port(option, rest));
                case "--data" -> data = path(directory, value(option, rest));
                case "--fresh" -> fresh = true;
                case "--smtp" -> mailServer = mailServer(value(option, rest));
                case "--broker" -> broker = value(option, rest);
                case "--rabbitmq" -> rabbit = value(option, rest);
                case "--checkout" -> checkout = Checkout.named(value(option, rest));
                case "--shoppers" -> shoppers = pace(option, rest);
                default -> throw new Refusal("unknown option '%s'; see ./marketplace --help".formatted(option));
            }
        }
        return new Options(
                ports,
                data.toAbsolutePath().normalize(),
                fresh,
                mailServer,
                broker(broker, rabbit),
                checkout,
                shoppers);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null || value.isBlank()) {
            throw new Refusal(option + " needs a value; see ./marketplace --help");
        }
        return value;
    }

    private static int port(String option, Deque<String> rest) {
        String value = value(option, rest);
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > LARGEST_PORT) {
            throw new Refusal("%s takes a port number from 0 to 65535, not '%s'".formatted(option, value));
        }
        return Integer.parseInt(value);
    }

    private static Pace pace(String option, Deque<String> rest) {
        String value = value(option, rest);
        if (!value.matches("1000|\\d{1,3}(\\.\\d{1,3})?")) {
            throw new Refusal("%s takes orders a second from 0 to 1000, not '%s'".formatted(option, value));
        }
        return new Pace(Double.parseDouble(value));
    }

    private static Path path(Path directory, String value) {
        try {
            return directory.resolve(value);
        } catch (InvalidPathException e) {
            throw new Refusal("--data takes a folder, not '%s'".formatted(value), e);
        }
    }

    private static Broker broker(String name, @Nullable String rabbit) {
        if (rabbit != null && !name.equals("rabbitmq")) {
            throw new Refusal("--rabbitmq goes with --broker rabbitmq, not with --broker " + name);
        }
        return switch (name) {
            case "kafka" -> new Broker.Kafka();
            case "rabbitmq" -> new Broker.RabbitMq(amqp(rabbit == null ? RABBIT : rabbit));
            case "none" -> new Broker.None();
            default -> throw new Refusal("--broker takes kafka, rabbitmq or none, not '%s'".formatted(name));
        };
    }

    /** A URL may carry a password, so a wrong one is not repeated. */
    private static URI amqp(String value) {
        String needed = "--rabbitmq takes a URL such as " + RABBIT;
        try {
            URI url = new URI(value);
            if (url.getHost() == null || !AMQP.contains(String.valueOf(url.getScheme()))) {
                throw new Refusal(needed);
            }
            return url;
        } catch (URISyntaxException e) {
            throw new Refusal(needed, e);
        }
    }

    private static MailServer mailServer(String value) {
        int colon = value.lastIndexOf(':');
        String port = value.substring(colon + 1);
        if (colon < 1 || !port.matches("[1-9]\\d{0,4}") || Integer.parseInt(port) > LARGEST_PORT) {
            throw new Refusal("--smtp takes HOST:PORT, not '%s'".formatted(value));
        }
        return new MailServer(value.substring(0, colon), Integer.parseInt(port));
    }
}
