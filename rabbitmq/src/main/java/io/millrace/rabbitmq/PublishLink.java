package io.millrace.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.SocketConfigurator;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A connection with a channel to publish on, until either is gone. Publishing and preparing are for one thread. */
final class PublishLink implements AutoCloseable {

    /** What RabbitMQ says, on the thread that reads; it must not be made to wait for what is sent. */
    interface Listener {

        void confirmed(PublishLink link, long tag, boolean multiple, boolean taken);

        void returned(PublishLink link, String messageId, String reason);

        /** RabbitMQ takes nothing for now. */
        void blocked(PublishLink link, String reason);

        void unblocked(PublishLink link);

        /** The channel is closed; the outcome of what is unconfirmed is unknown. */
        void broken(PublishLink link, ShutdownSignalException cause);
    }

    private static final int CLOSE_AT_MOST_MILLIS = 2_000;
    private static final boolean MANDATORY = true;

    private final Connection connection;
    private final Channel channel;
    private final Declarations declarations;

    private PublishLink(Connection connection, Declarations declarations) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
        this.declarations = declarations;
    }

    static PublishLink open(RabbitServer server, String name, SocketConfigurator sockets, Declarations declarations)
            throws IOException, TimeoutException {
        Connection connection = server.connect(name, sockets);
        try {
            PublishLink link = new PublishLink(connection, declarations);
            link.channel.confirmSelect();
            return link;
        } catch (IOException | RuntimeException e) {
            connection.abort(CLOSE_AT_MOST_MILLIS);
            throw e;
        }
    }

    /** To be called once, before anything is published. */
    void listen(Listener listener) {
        channel.addConfirmListener(
                (tag, multiple) -> listener.confirmed(this, tag, multiple, true),
                (tag, multiple) -> listener.confirmed(this, tag, multiple, false));
        channel.addReturnListener(
                back -> listener.returned(this, back.getProperties().getMessageId(), back.getReplyText()));
        connection.addBlockedListener(reason -> listener.blocked(this, reason), () -> listener.unblocked(this));
        channel.addShutdownListener(cause -> listener.broken(this, cause));
    }

    /** The tag that the next message will be confirmed under. */
    long nextTag() {
        return channel.getNextPublishSeqNo();
    }

    void publish(List<Sending> batch) throws IOException {
        for (Sending sending : batch) {
            Route route = sending.route;
            channel.basicPublish(route.exchange, route.routingKey, MANDATORY, sending.properties, sending.body);
        }
    }

    /** Returns when the exchange of the route is there. */
    void prepare(Route route) throws IOException, TimeoutException {
        declarations.prepareExchange(connection, route.exchange);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        connection.abort(CLOSE_AT_MOST_MILLIS);
    }
}
