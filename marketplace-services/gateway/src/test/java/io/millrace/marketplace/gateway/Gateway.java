package io.millrace.marketplace.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** A running gateway, and a client that follows no redirects. */
final class Gateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private Gateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Gateway inFrontOf(String ordering, String orderQuery, String notification, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--marketplace.services.ordering=" + ordering,
                "--marketplace.services.inventory=" + ordering,
                "--marketplace.services.payment=" + ordering,
                "--marketplace.services.order-query=" + orderQuery,
                "--marketplace.services.notification=" + notification));
        arguments.addAll(List.of(more));
        return start(arguments);
    }

    static Gateway inFrontOf(StubServices services) {
        return inFrontOf(services.url(), services.url(), services.url());
    }

    /** Each service is below a path of its own, such as {@code /order-query}. */
    static Gateway inFrontOfEach(StubServices services) {
        return start(Stream.of("ordering", "inventory", "payment", "order-query", "notification")
                .map(service -> "--marketplace.services." + service + "=" + services.url() + "/" + service)
                .toList());
    }

    private static Gateway start(List<String> arguments) {
        return new Gateway(GatewayApplication.start(
                Stream.concat(Stream.of("--server.port=0"), arguments.stream()).toArray(String[]::new)));
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, HttpRequest.BodyPublisher body, String... headers) {
        return send(request(path, headers).POST(body));
    }

    HttpResponse<String> submit(String path, Map<String, String> form, String... headers) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
