package io.millrace.marketplace.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A stand-in for the services' HTTP: it answers what it was told to, and keeps what it was asked. */
final class StubServices implements AutoCloseable {

    /** A request as it arrived. */
    record Request(String line, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    private record Answer(int status, UnaryOperator<String> body) {

        static Answer of(int status, String json) {
            return new Answer(status, body -> json);
        }
    }

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    StubServices() {
        this(0);
    }

    StubServices(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on, method and path such as {@code GET /api/products} are answered like this. */
    StubServices answers(String request, int status, String json) {
        answers.put(request, Answer.of(status, json));
        return this;
    }

    /** As {@link #answers(String, int, String)}, with what follows from the body that was sent. */
    StubServices answers(String request, UnaryOperator<String> json) {
        answers.put(request, new Answer(200, json));
        return this;
    }

    StubServices refuses(String request, int status, String detail) {
        return answers(request, status, "{\"status\": %d, \"detail\": \"%s\"}".formatted(status, detail));
    }

    List<Request> requests(String line) {
        return requests.stream().filter(request -> request.line().equals(line)).toList();
    }

    void forget() {
        answers.clear();
        requests.clear();
    }

    /** Closes it, and gives the address where now nobody listens. */
    String closed() {
        String url = url();
        close();
        return url;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        String line = exchange.getRequestMethod() + " " + target;
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(line, Map.copyOf(exchange.getRequestHeaders()), body));
        Answer unknown = Answer.of(404, "{\"status\": 404, \"detail\": \"The service does not know it.\"}");
        Answer withoutQuery = answers.getOrDefault(line.replaceFirst("\\?.*", ""), unknown);
        Answer answer = answers.getOrDefault(line, withoutQuery);
        send(exchange, answer.status(), answer.body().apply(body));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String type = status >= 400 ? "application/problem+json" : "application/json";
        exchange.getResponseHeaders().set("Content-Type", type);
        if (status == 201) {
            exchange.getResponseHeaders().set("Location", "/api/orders/" + Orders.ID);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
