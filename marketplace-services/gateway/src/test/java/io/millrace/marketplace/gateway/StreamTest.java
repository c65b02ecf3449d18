package io.millrace.marketplace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** News go through the gateway as they come. */
class StreamTest {

    private static final String END = "end";

    private final BlockingQueue<String> news = new ArrayBlockingQueue<>(10);
    private final BlockingQueue<String> resumedAfter = new ArrayBlockingQueue<>(10);
    private HttpServer service;
    private Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/api/notifications", exchange -> {
            resumedAfter.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                tell(out);
            }
        });
        service.start();
        String url = "http://127.0.0.1:" + service.getAddress().getPort();
        gateway = Gateway.inFrontOf(url, url, url, "--spring.http.clients.read-timeout=200ms");
    }

    @AfterEach
    void close() {
        gateway.close();
        service.stop(0);
    }

    @Test
    void each_event_is_passed_on_at_once_and_the_stream_outlasts_the_time_that_other_answers_have()
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.port() + "/api/notifications?orderId=1"))
                    .headers("Accept", "text/event-stream", "Last-Event-ID", "7")
                    .build();
            news.add("first");

            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            String first = lines.readLine();
            boolean before = news.isEmpty();
            tellTheRestLater();

            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(first).isEqualTo("data: first");
            assertThat(before).isTrue();
            assertThat(lines.lines()).containsExactly("", "data: second", "");
            assertThat(resumedAfter.take()).isEqualTo("/api/notifications?orderId=1 7");
        }
    }

    private void tell(OutputStream out) throws IOException {
        try {
            for (String next = news.take(); !next.equals(END); next = news.take()) {
                out.write("data: %s\n\n".formatted(next).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Twice as long after the first as any other answer may take. */
    private void tellTheRestLater() {
        CompletableFuture.delayedExecutor(400, TimeUnit.MILLISECONDS)
                .execute(() -> news.addAll(List.of("second", END)));
    }
}
