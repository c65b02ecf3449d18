package io.millrace.marketplace.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Listens to server-sent events as a browser does. */
final class Browser implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    /** Returns once the server has begun to answer; fails if it refuses. */
    Browser(URI url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).header("Accept", "text/event-stream");
        HttpResponse<Stream<String>> answer = open(
                headers.length == 0 ? request.build() : request.headers(headers).build());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
            http.shutdownNow();
            throw new AssertionError("no stream: " + answer.statusCode() + " " + type);
        }
        reader = Thread.ofVirtual().start(() -> read(answer.body()));
    }

    /** The data of the events, in their order. */
    List<String> heard() {
        return values("data: ");
    }

    /** The id that a browser would come back with. */
    String lastId() {
        List<String> ids = values("id: ");
        return ids.isEmpty() ? "" : ids.getLast();
    }

    int heartbeats() {
        return values("id: ").size() - heard().size();
    }

    boolean hasEnded() {
        return !reader.isAlive();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpResponse<Stream<String>> open(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read(Stream<String> body) {
        try (body) {
            body.forEach(lines::add);
        } catch (UncheckedIOException e) {
            lines.add(": the connection was closed");
        }
    }

    private List<String> values(String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()))
                .toList();
    }
}
