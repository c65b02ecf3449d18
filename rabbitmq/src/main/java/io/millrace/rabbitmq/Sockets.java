package io.millrace.rabbitmq;

import com.rabbitmq.client.SocketConfigurator;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket in use, so that it can be cut whatever a thread is waiting for. Safe for use by many threads. */
final class Sockets implements SocketConfigurator {

    private static final Logger log = LoggerFactory.getLogger(Sockets.class);

    private @Nullable Socket socket;
    private boolean cut;

    @Override
    public synchronized void configure(Socket next) throws IOException {
        if (cut) {
            throw new SocketException("closed");
        }
        socket = next;
    }

    /** Ends connections and attempts to connect; what has not left this machine yet never will. */
    synchronized void cut() {
        cut = true;
        if (socket == null) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            log.debug("a connection was closed already: {}", e.toString());
        }
    }
}
