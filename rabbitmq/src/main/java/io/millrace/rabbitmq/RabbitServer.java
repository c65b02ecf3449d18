package io.millrace.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Where RabbitMQ is, and how to sign in there. Its text shows no credentials. Safe for use by many threads.
 *
 * <p>Connections come back by Millrace's own doing, which knows what was confirmed: automatic recovery is off.
 */
public final class RabbitServer {

    private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);
    private static final int HEARTBEAT_SECONDS = 10;

    private final ConnectionFactory factory;
    private final List<Address> addresses;

    private RabbitServer(ConnectionFactory factory, List<Address> addresses) {
        this.factory = factory;
        this.addresses = addresses;
    }

    /**
     * A server or the nodes of a cluster. User, password, virtual host and encryption come from the first.
     * With {@code amqps} the certificate must be one that this JVM trusts, and name the host.
     *
     * @param uris such as {@code amqp://guest:guest@localhost:5672} or {@code amqps://user:secret@mq.example/shop}
     * @throws IllegalArgumentException if one can't be read
     */
    public static RabbitServer at(String... uris) {
        if (uris.length == 0) {
            throw new IllegalArgumentException("name at least one server, such as amqp://guest:guest@localhost:5672");
        }
        List<ConnectionFactory> factories =
                Arrays.stream(uris).map(RabbitServer::factory).toList();
        return of(
                factories.getFirst(),
                factories.stream().map(RabbitServer::address).toList());
    }

    /** For what a URI can't say, such as certificates; heartbeat and timeouts are the factory's own. */
    public static RabbitServer of(ConnectionFactory factory, List<Address> addresses) {
        ConnectionFactory own = factory.clone();
        own.setAutomaticRecoveryEnabled(false);
        own.setTopologyRecoveryEnabled(false);
        return new RabbitServer(own, List.copyOf(addresses));
    }

    private static ConnectionFactory factory(String uri) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout((int) CONNECT_AT_MOST.toMillis());
        factory.setHandshakeTimeout((int) CONNECT_AT_MOST.toMillis());
        factory.setChannelRpcTimeout((int) CONNECT_AT_MOST.toMillis());
        try {
            factory.setUri(uri);
            if (factory.isSSL()) {
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable();
        }
        return factory;
    }

    /** Without a cause, for its message may quote the password. */
    private static IllegalArgumentException unreadable() {
        return new IllegalArgumentException(
                "the address of RabbitMQ can't be read: write it as amqp://user:password@host:5672/vhost");
    }

    private static Address address(ConnectionFactory factory) {
        return new Address(factory.getHost(), factory.getPort());
    }

    /** @param configurator sees each socket before it connects */
    Connection connect(String name, SocketConfigurator configurator) throws IOException, TimeoutException {
        ConnectionFactory own = factory.clone();
        own.setSocketConfigurator(factory.getSocketConfigurator().andThen(configurator));
        return own.newConnection(addresses, name);
    }

    Connection connect(String name) throws IOException, TimeoutException {
        return factory.newConnection(addresses, name);
    }

    @Override
    public String toString() {
        return addresses + " virtual host " + factory.getVirtualHost();
    }
}
