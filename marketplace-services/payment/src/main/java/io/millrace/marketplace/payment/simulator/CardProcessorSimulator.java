package io.millrace.marketplace.payment.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/**
 * A card processor on this machine, with the troubles of a real one. It speaks HTTP on a loopback port, applies each
 * {@code Idempotency-Key} once, and behaves by the token of the card: {@code card-ok}, {@code card-declined}, {@code
 * card-slow}, {@code card-timeout} (takes effect, and its first answer is lost) and {@code card-twice} (each request
 * arrives twice at once). Safe for use by many threads.
 */
public final class CardProcessorSimulator implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads;
    private final CountDownLatch closed;
    private final Bookkeeping bookkeeping;
    private final Counter counter;

    private CardProcessorSimulator(int port, SimulatorSettings settings, Books books) {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        closed = new CountDownLatch(1);
        bookkeeping = new Bookkeeping(books);
        counter = new Counter(bookkeeping, settings, threads);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the card processor's simulator can't listen on port " + port, e);
        }
        server.setExecutor(threads);
        server.createContext("/", new Desk(counter, bookkeeping, closed));
        server.start();
    }

    /** Starts one that forgets everything when it ends; 0 takes any free port. */
    public static CardProcessorSimulator inMemory(int port, SimulatorSettings settings) {
        return new CardProcessorSimulator(port, settings, new InMemoryBooks());
    }

    /** Starts one that keeps its books in the schema {@code card_processor} of the database. */
    public static CardProcessorSimulator onDatabase(int port, SimulatorSettings settings, DataSource database) {
        return new CardProcessorSimulator(port, settings, new PostgresBooks(database));
    }

    public URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /** Makes other trouble from now on. */
    public void behave(SimulatorSettings settings) {
        counter.settings(settings);
    }

    /** What it has on its books, in each currency. */
    public List<Totals> totals() {
        return bookkeeping.totals();
    }

    /** Ends it, with all requests under way. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
