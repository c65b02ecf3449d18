package io.millrace.spring;

import io.millrace.consumer.IncomingMessage.Origin;
import io.millrace.consumer.Replay;
import io.millrace.consumer.Retrying;
import io.millrace.work.SafeMessage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code consumers}: how the consumers of this instance stand, and pausing, resuming and
 * replaying them. It works on this instance only; other instances are to be asked themselves.
 */
@Endpoint(id = "consumers")
public final class ConsumersEndpoint {

    private static final Pattern MESSAGE = Pattern.compile("(.+)-(\\d{1,9})@(\\d{1,18})");

    private final ConsumerRunners consumers;

    ConsumersEndpoint(ConsumerRunners consumers) {
        this.consumers = consumers;
    }

    /** How a consumer stands. */
    public record Standing(
            String name,
            boolean paused,
            long lag,
            long handled,
            long duplicates,
            long parked,
            long held,
            long redriven,
            List<Repeated> retrying,
            @Nullable String failure) {}

    /** What a consumer repeats. */
    public record Repeated(String message, int attempts, Instant next, String failure) {

        static Repeated of(Retrying retrying) {
            return new Repeated(
                    retrying.at().toString(), retrying.attempts(), retrying.next(), SafeMessage.of(retrying.failure()));
        }
    }

    @ReadOperation
    public List<Standing> list() {
        return consumers.running().stream().map(ConsumersEndpoint::standing).toList();
    }

    /** {@code pause}, {@code resume} or {@code replay}; the latter {@code from} the beginning, a time or a message. */
    @WriteOperation
    public Standing act(@Selector String name, String action, @Nullable String from) {
        RunningConsumer consumer = consumer(name);
        switch (action) {
            case "pause" -> consumer.pause();
            case "resume" -> consumer.resume();
            case "replay" -> replay(consumer, replay(from));
            default -> throw Requests.refused("'pause', 'resume' or 'replay' a consumer, not '" + action + "'");
        }
        return standing(consumer);
    }

    private static void replay(RunningConsumer consumer, Replay replay) {
        try {
            consumer.replay(replay);
        } catch (IllegalArgumentException e) {
            throw Requests.refused(String.valueOf(e.getMessage()));
        }
    }

    private RunningConsumer consumer(String name) {
        return consumers.running().stream()
                .filter(running -> running.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Requests.refused("no consumer '" + name + "' runs here; those that do are "
                        + consumers.running().stream()
                                .map(RunningConsumer::name)
                                .toList()));
    }

    private static Replay replay(@Nullable String from) {
        if (from == null) {
            throw Requests.refused(
                    "say where to replay from: 'beginning', a time such as 2026-03-01T12:00:00Z, or a message"
                            + " such as marketplace.order-0@17");
        }
        if (from.equals("beginning")) {
            return new Replay.Beginning();
        }
        Matcher message = MESSAGE.matcher(from);
        if (message.matches()) {
            int partition = Integer.parseInt(message.group(2));
            return new Replay.From(new Origin(message.group(1), partition, Long.parseLong(message.group(3))));
        }
        try {
            return new Replay.Since(OffsetDateTime.parse(from).toInstant());
        } catch (DateTimeParseException e) {
            throw Requests.refused("replay from 'beginning', a time such as 2026-03-01T12:00:00Z, or a message such as"
                    + " marketplace.order-0@17, not from '" + from + "'");
        }
    }

    private static Standing standing(RunningConsumer consumer) {
        return new Standing(
                consumer.name(),
                consumer.paused(),
                consumer.lag(),
                consumer.stats().handled(),
                consumer.stats().duplicates(),
                consumer.stats().parked(),
                consumer.stats().held(),
                consumer.stats().redriven(),
                consumer.retrying().stream().map(Repeated::of).toList(),
                consumer.failure().map(SafeMessage::of).orElse(null));
    }
}
