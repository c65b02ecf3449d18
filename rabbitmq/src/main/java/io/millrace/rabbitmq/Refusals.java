package io.millrace.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.outbox.PublishRefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The exchanges that may not be written to, as RabbitMQ said lately. Not shared. */
final class Refusals {

    private static final Duration STANDS = Duration.ofSeconds(10);
    private static final Pattern EXCHANGE = Pattern.compile("exchange '([^']*)'");
    private static final Pattern SIZE = Pattern.compile("message size (\\d+)");

    private record Refusal(PublishRefusedException reason, long sinceNanos) {}

    private final Map<String, Refusal> byExchange = new HashMap<>();

    void add(String exchange, PublishRefusedException reason) {
        byExchange.put(exchange, new Refusal(reason, System.nanoTime()));
    }

    /** Why nothing is sent to the exchange; asked anew after a while. */
    Optional<PublishRefusedException> of(String exchange) {
        Refusal refusal = byExchange.isEmpty() ? null : byExchange.get(exchange);
        if (refusal == null) {
            return Optional.empty();
        }
        if (System.nanoTime() - refusal.sinceNanos() > STANDS.toNanos()) {
            byExchange.remove(exchange);
            return Optional.empty();
        }
        return Optional.of(refusal.reason());
    }

    /** The exchange that a channel was closed for, because the user may not write to it. */
    static Optional<String> forbiddenExchange(ShutdownSignalException cause) {
        return reason(cause, AMQP.ACCESS_REFUSED, EXCHANGE);
    }

    /** The size of the body that a channel was closed for. */
    static OptionalInt tooLargeBody(ShutdownSignalException cause) {
        return reason(cause, AMQP.PRECONDITION_FAILED, SIZE).stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    private static Optional<String> reason(ShutdownSignalException cause, int code, Pattern pattern) {
        if (!(cause.getReason() instanceof AMQP.Channel.Close close) || close.getReplyCode() != code) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(close.getReplyText());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
