package io.millrace.marketplace.payment.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.simulator.Counter.Served;
import io.millrace.marketplace.payment.simulator.Entry.Kind;
import io.millrace.marketplace.payment.simulator.Entry.State;
import io.millrace.marketplace.payment.simulator.Fate.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's HTTP: requests in, entries out. */
final class Desk implements HttpHandler {

    /** An entry as clients see it. */
    private record Shown(
            String kind,
            String id,
            String state,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String reason) {

        static Shown of(Entry entry) {
            Money money = entry.amount();
            return new Shown(
                    entry.kind().name(),
                    entry.id(),
                    entry.state().name(),
                    money == null ? null : money.amount().toPlainString(),
                    money == null ? null : money.currency(),
                    entry.reason());
        }
    }

    private record Answer(int status, Object body) {}

    private static final Logger log = LoggerFactory.getLogger(Desk.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VOIDS = "/voids";
    private static final int LONGEST_BODY = 1 << 16;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int DECLINED = 402;
    private static final int BROKEN = 500;

    private final Counter counter;
    private final Bookkeeping bookkeeping;
    private final CountDownLatch closed;

    Desk(Counter counter, Bookkeeping bookkeeping, CountDownLatch closed) {
        this.counter = counter;
        this.bookkeeping = bookkeeping;
        this.closed = closed;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answered(exchange);
            if (answer != null) {
                byte[] body = JSON.writeValueAsBytes(answer.body());
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(answer.status(), body.length);
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null where the answer is lost on its way. */
    private @Nullable Answer answered(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            return exchange.getRequestMethod().equals("GET") ? shown(exchange) : served(exchange);
        } catch (RefusedRequestException e) {
            return new Answer(e.status(), Map.of("error", String.valueOf(e.getMessage())));
        } catch (JacksonException e) {
            return new Answer(BAD_REQUEST, Map.of("error", "the body is no JSON"));
        } catch (RuntimeException e) {
            log.error("the card processor's simulator failed", e);
            return new Answer(BROKEN, Map.of("error", "something went wrong"));
        }
    }

    private Answer shown(HttpExchange exchange) {
        return switch (exchange.getRequestURI().getPath()) {
            case "/totals" -> new Answer(OK, bookkeeping.totals());
            case "/operations" ->
                bookkeeping
                        .find(queriedKey(exchange))
                        .map(entry -> new Answer(OK, Shown.of(entry)))
                        .orElseThrow(() -> new RefusedRequestException(Bookkeeping.NOT_FOUND, "an unknown key"));
            default -> throw unknownPath();
        };
    }

    private @Nullable Answer served(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        Served served = serve(path, key(exchange), body(exchange));
        if (served.delivery() == Delivery.LOST) {
            pause(counter.settings().silentFor());
            return null;
        }
        if (served.delivery() == Delivery.SLOW) {
            pause(counter.settings().slowFor());
        }
        Entry entry = served.applied().entry();
        return path.equals(VOIDS) ? new Answer(OK, Shown.of(entry)) : answer(entry);
    }

    private Served serve(String path, String key, JsonNode body) {
        return switch (path) {
            case "/authorisations" -> counter.authorise(key, body);
            case "/charges" -> counter.charge(key, body);
            case "/refunds" -> counter.refund(key, body);
            case VOIDS -> counter.makeVoid(body);
            default -> throw unknownPath();
        };
    }

    private static String key(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null || key.isBlank()) {
            throw new RefusedRequestException(BAD_REQUEST, "there is no Idempotency-Key");
        }
        return key;
    }

    private static Answer answer(Entry entry) {
        if (entry.is(State.DECLINED)) {
            return new Answer(DECLINED, Shown.of(entry));
        }
        if (entry.is(State.VOID) || entry.is(State.REFUNDED) || entry.kind() == Kind.NOTHING) {
            throw new RefusedRequestException(Bookkeeping.CONFLICT, "the key is void");
        }
        return new Answer(OK, Shown.of(entry));
    }

    private void pause(Duration time) throws InterruptedException {
        if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            log.debug("closed before an answer was due");
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        try (InputStream in = exchange.getRequestBody()) {
            return JSON.readTree(in.readNBytes(LONGEST_BODY));
        }
    }

    private static String queriedKey(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null || !query.startsWith("key=")) {
            throw new RefusedRequestException(BAD_REQUEST, "name a key: /operations?key=...");
        }
        return URLDecoder.decode(query.substring("key=".length()), StandardCharsets.UTF_8);
    }

    private static RefusedRequestException unknownPath() {
        return new RefusedRequestException(Bookkeeping.NOT_FOUND, "there is nothing here");
    }
}
