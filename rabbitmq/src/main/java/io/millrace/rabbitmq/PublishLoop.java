package io.millrace.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import io.millrace.rabbitmq.PublishState.Prepare;
import io.millrace.rabbitmq.PublishState.Send;
import io.millrace.rabbitmq.PublishState.Stop;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that keeps a connection and sends what is ready on it, in batches: one lock for many messages. */
final class PublishLoop {

    private static final Logger log = LoggerFactory.getLogger(PublishLoop.class);

    private final RabbitSettings settings;
    private final PublishState state;
    private final Declarations declarations;
    private final Sockets sockets = new Sockets();

    private PublishLoop(RabbitSettings settings, PublishState state) {
        this.settings = settings;
        this.state = state;
        this.declarations = new Declarations(settings.topology());
    }

    static PublishLoop start(RabbitSettings settings, PublishState state) {
        PublishLoop loop = new PublishLoop(settings, state);
        Thread.ofPlatform().daemon().name("millrace-rabbitmq-publisher").start(loop::run);
        return loop;
    }

    private void run() {
        String name = "millrace publisher " + settings.source();
        try {
            while (!state.isClosed()) {
                try (PublishLink link = PublishLink.open(settings.server(), name, sockets, declarations)) {
                    serve(link);
                } catch (IOException | TimeoutException | RuntimeException e) {
                    state.disconnected("%s: %s".formatted(settings.server(), e));
                }
                state.pause();
            }
        } catch (InterruptedException e) {
            log.debug("the publisher was interrupted and ends");
        } finally {
            close();
        }
    }

    private void serve(PublishLink link) throws IOException, InterruptedException {
        link.listen(state);
        state.attach(link);
        while (true) {
            switch (state.next(link)) {
                case Send send -> link.publish(send.batch());
                case Prepare prepare -> prepare(link, prepare.route());
                case Stop stop -> {
                    return;
                }
            }
        }
    }

    private void prepare(PublishLink link, Route route) {
        try {
            link.prepare(route);
            state.prepared(route);
        } catch (IOException | TimeoutException | RuntimeException e) {
            state.notPrepared(route, "%s is not there or can't be made: %s".formatted(route, said(e)));
        }
    }

    private static String said(Exception e) {
        return e.getCause() instanceof ShutdownSignalException signal
                ? String.valueOf(signal.getMessage())
                : e.toString();
    }

    /** Ends what is under way: where something is, the connection is cut, so that nothing more of it arrives. */
    void close() {
        if (state.close()) {
            sockets.cut();
        }
    }
}
