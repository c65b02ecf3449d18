package io.millrace.marketplace.payment.processor;

import io.millrace.marketplace.contracts.Money;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The processor over HTTP. No call takes longer than its time limit. */
public final class HttpCardProcessor implements CardProcessor, AutoCloseable {

    /**
     * How long it is waited.
     *
     * @param connect for a connection
     * @param answer for the whole answer, connecting included
     */
    public record Limits(Duration connect, Duration answer) {}

    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;
    private static final int DECLINED = 402;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private final HttpClient http;
    private final URI url;
    private final Duration answerWithin;

    public HttpCardProcessor(URI url, Limits limits) {
        this.url = url;
        this.answerWithin = limits.answer();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .build();
    }

    @Override
    public Authorisation authorise(String key, String cardToken, Money amount) throws CardDeclinedException {
        Map<String, String> body = Map.of(
                "cardToken", cardToken,
                "amount", amount.amount().toPlainString(),
                "currency", amount.currency());
        JsonNode held = acceptable(post("/authorisations", key, body), key);
        return new Authorisation(id(held), money(held));
    }

    @Override
    public Charge charge(String key, String authorisation) throws CardDeclinedException {
        JsonNode taken = acceptable(post("/charges", key, Map.of("authorisation", authorisation)), key);
        return new Charge(id(taken), money(taken));
    }

    @Override
    public Refund refund(String key, String charge) {
        JsonNode given = successful(post("/refunds", key, Map.of("charge", charge)), key);
        return new Refund(id(given), money(given));
    }

    @Override
    public void makeVoid(String key) {
        HttpResponse<String> answer = post("/voids", key + "/void", Map.of("key", key));
        if (answer.statusCode() != OK) {
            throw unexpected(answer);
        }
    }

    @Override
    public Optional<Operation> find(String key) {
        String query = "/operations?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(request(query).GET().build());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : standing(successful(answer, key));
    }

    private static Optional<Operation> standing(JsonNode entry) {
        boolean stands =
                switch (text(entry, "state")) {
                    case "APPROVED", "CAPTURED" -> true;
                    default -> false;
                };
        if (!stands) {
            return Optional.empty();
        }
        return switch (text(entry, "kind")) {
            case "AUTHORISATION" -> Optional.of(new Authorisation(id(entry), money(entry)));
            case "CHARGE" -> Optional.of(new Charge(id(entry), money(entry)));
            case "REFUND" -> Optional.of(new Refund(id(entry), money(entry)));
            default -> Optional.empty();
        };
    }

    private HttpResponse<String> post(String path, String key, Map<String, String> body) {
        return send(request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path));
    }

    /** The time limit of a request ends with the answer's headers; this one counts its body too. */
    private HttpResponse<String> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ProcessorUnavailableException("the card processor did not answer within " + answerWithin, e);
        } catch (ExecutionException e) {
            throw new ProcessorUnavailableException("the card processor can't be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessorUnavailableException("interrupted while the card processor was asked", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static JsonNode acceptable(HttpResponse<String> answer, String key) throws CardDeclinedException {
        if (answer.statusCode() == DECLINED) {
            throw new CardDeclinedException(text(json(answer), "reason"));
        }
        return successful(answer, key);
    }

    private static JsonNode successful(HttpResponse<String> answer, String key) {
        if (answer.statusCode() == CONFLICT) {
            throw new VoidKeyException(key);
        }
        if (answer.statusCode() != OK) {
            throw unexpected(answer);
        }
        return json(answer);
    }

    private static RuntimeException unexpected(HttpResponse<String> answer) {
        String what = "the card processor answers " + answer.statusCode();
        boolean passes = answer.statusCode() >= FIRST_SERVER_ERROR || answer.statusCode() == TOO_MANY;
        return passes ? new ProcessorUnavailableException(what) : new IllegalStateException(what);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IllegalStateException("the card processor's answer is no JSON", e);
        }
    }

    private static String id(JsonNode entry) {
        return text(entry, "id");
    }

    private static Money money(JsonNode entry) {
        return new Money(new BigDecimal(text(entry, "amount")), text(entry, "currency"));
    }

    private static String text(JsonNode entry, String field) {
        String value = entry.path(field).asString("");
        if (value.isEmpty()) {
            throw new IllegalStateException("the card processor's answer has no '%s'".formatted(field));
        }
        return value;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
