package io.millrace.marketplace.payment.processor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.millrace.marketplace.contracts.Money;
import io.millrace.marketplace.payment.processor.HttpCardProcessor.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HttpCardProcessorTest {

    private static final Limits LIMITS = new Limits(Duration.ofMillis(500), Duration.ofMillis(500));

    @Test
    void a_refused_connection_leaves_open_what_happened() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }

        assertThatThrownBy(asking(URI.create("http://127.0.0.1:" + port)))
                .isInstanceOf(ProcessorUnavailableException.class)
                .hasMessageContaining("can't be reached");
    }

    @Test
    void nobody_waits_longer_than_the_limit_for_an_answer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(asking(URI.create("http://127.0.0.1:" + silent.getLocalPort())))
                    .isInstanceOf(ProcessorUnavailableException.class)
                    .hasMessageContaining("did not answer within PT0.5S");
        }
    }

    @Test
    void nobody_waits_longer_than_the_limit_for_the_end_of_an_answer() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(asking(url(server)))
                .isInstanceOf(ProcessorUnavailableException.class)
                .hasMessageContaining("did not answer");

        over.countDown();
        server.stop(0);
    }

    @Test
    void a_processor_in_trouble_is_asked_again_and_one_that_says_no_is_not() throws IOException {
        assertThatThrownBy(askingOneThatAnswers(503, "{}")).isInstanceOf(ProcessorUnavailableException.class);
        assertThatThrownBy(askingOneThatAnswers(429, "{}")).isInstanceOf(ProcessorUnavailableException.class);
        assertThatThrownBy(askingOneThatAnswers(400, "{}"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("400");
        assertThatThrownBy(askingOneThatAnswers(409, "{}")).isInstanceOf(VoidKeyException.class);
        assertThatThrownBy(askingOneThatAnswers(402, "{\"reason\":\"card declined\"}"))
                .isInstanceOf(CardDeclinedException.class);
    }

    @Test
    void an_answer_that_makes_no_sense_is_no_success() throws IOException {
        assertThatThrownBy(askingOneThatAnswers(200, "<html>")).hasMessageContaining("no JSON");
        assertThatThrownBy(askingOneThatAnswers(200, "{\"id\":\"auth_1\"}")).hasMessageContaining("no 'amount'");
    }

    private static ThrowingCallable askingOneThatAnswers(int status, String body) throws IOException {
        HttpServer server = server(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return () -> {
            try {
                asking(url(server)).call();
            } finally {
                server.stop(0);
            }
        };
    }

    private static ThrowingCallable asking(URI url) {
        return () -> {
            try (HttpCardProcessor processor = new HttpCardProcessor(url, LIMITS)) {
                processor.authorise("saga/authorise", "card-ok", Money.won(1_000));
            }
        };
    }

    private static HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
