package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void a_port_in_use_is_refused_with_the_name_of_its_flag() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> new Ports(port, 0, 0).requireUsable())
                    .isInstanceOf(Refusal.class)
                    .hasMessageContainingAll("--port", Integer.toString(port), "in use");
            assertThatThrownBy(() -> new Ports(0, port, 0).requireUsable()).hasMessageContaining("--kafka-port");
            assertThatThrownBy(() -> new Ports(0, 0, port).requireUsable()).hasMessageContaining("--postgres-port");
        }
    }

    @Test
    void a_port_given_twice_is_refused_with_both_flags() {
        int port = Ports.anyFree();

        assertThatThrownBy(() -> new Ports(port, 0, port).requireUsable())
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("--port", "--postgres-port");
    }

    @Test
    void free_ports_are_fine() {
        assertThatCode(() -> new Ports(Ports.anyFree(), 0, 0).requireUsable()).doesNotThrowAnyException();
        assertThatCode(() -> Ports.free().requireUsable()).doesNotThrowAnyException();
    }
}
