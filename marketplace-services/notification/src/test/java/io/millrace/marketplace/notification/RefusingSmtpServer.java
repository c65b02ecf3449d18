package io.millrace.marketplace.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks as much SMTP as it takes to refuse one recipient and take the mail of all others. */
final class RefusingSmtpServer implements AutoCloseable {

    private final ServerSocket socket;
    private final String refused;
    private final String refusal;
    private final AtomicInteger taken = new AtomicInteger();

    private RefusingSmtpServer(ServerSocket socket, String refused, String refusal) {
        this.socket = socket;
        this.refused = refused;
        this.refusal = refusal;
    }

    static RefusingSmtpServer start(String refusedRecipient) {
        return start(refusedRecipient, "550 5.1.1 no such user");
    }

    static RefusingSmtpServer start(String refusedRecipient, String refusal) {
        try {
            ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            RefusingSmtpServer server = new RefusingSmtpServer(socket, refusedRecipient, refusal);
            Thread.ofVirtual().start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many mails it took. */
    int taken() {
        return taken.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                converse(client);
            } catch (IOException e) {
                // The client went away, or the server was closed.
            }
        }
    }

    private void converse(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
        out.print("220 ready\r\n");
        for (String line = in.readLine(); line != null && !line.startsWith("QUIT"); line = in.readLine()) {
            if (line.startsWith("RCPT") && line.contains(refused)) {
                out.print(refusal + "\r\n");
            } else if (line.startsWith("DATA")) {
                out.print("354 go on\r\n");
                skipMail(in);
                taken.incrementAndGet();
                out.print("250 taken\r\n");
            } else {
                out.print("250 ok\r\n");
            }
        }
    }

    private static void skipMail(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
    }
}
