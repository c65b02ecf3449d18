package io.millrace.marketplace.notification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks for server-sent events and then reads none of them. */
final class SleepingBrowser implements AutoCloseable {

    private static final int SMALLEST_BUFFER = 1_024;

    private final Socket socket = new Socket();

    SleepingBrowser(URI url, String header, String value) {
        try {
            socket.setReceiveBufferSize(SMALLEST_BUFFER);
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: %s\r\n%s: %s\r\n\r\n"
                            .formatted(url.getPath(), url.getAuthority(), header, value)
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has not hung up itself. */
    boolean isConnected() {
        return socket.isConnected() && !socket.isClosed();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
