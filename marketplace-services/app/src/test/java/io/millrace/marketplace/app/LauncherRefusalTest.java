package io.millrace.marketplace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One clear line and exit status 2, before anything starts. */
class LauncherRefusalTest {

    @TempDir
    Path folder;

    @Test
    void an_unknown_option_is_refused() {
        assertRefused("--prot", "--prot", "80");
    }

    @Test
    void a_port_in_use_is_refused_with_the_name_of_its_flag_and_the_data_is_left_alone() throws IOException {
        try (DataDirectory made = DataDirectory.take(folder.resolve("data"))) {
            Files.createDirectories(made.postgres());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused("--kafka-port", "--fresh", "--port", "0", "--kafka-port", port, "--data", data());
        }

        assertThat(folder.resolve("data/postgres/data")).exists();
    }

    @Test
    void a_rabbitmq_that_does_not_answer_is_refused_with_what_to_do_and_without_its_password() {
        String url = "amqp://me:secret@127.0.0.1:" + Ports.anyFree();

        assertRefused("--broker none", "--port", "0", "--broker", "rabbitmq", "--rabbitmq", url, "--data", data());
    }

    @Test
    void a_folder_of_a_running_marketplace_is_refused() {
        try (DataDirectory taken = DataDirectory.take(folder.resolve("data"))) {
            assertRefused(
                    "in use by a running marketplace",
                    "--port",
                    "0",
                    "--data",
                    taken.path().toString());
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused() {
        assertRefused("/dev/null/data", "--port", "0", "--data", "/dev/null/data");
    }

    @Test
    void a_folder_that_the_marketplace_did_not_make_is_never_started_over() throws IOException {
        Path thesis = Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertRefused("was not made by the marketplace", "--fresh", "--port", "0", "--data", folder.toString());

        assertThat(thesis).hasContent("years of work");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static void assertRefused(String named, String... arguments) {
        try (CommandLine command = CommandLine.run(arguments)) {
            assertThat(command.awaitExit()).isEqualTo(2);
            assertThat(command.lines())
                    .singleElement()
                    .asString()
                    .startsWith("marketplace: ")
                    .contains(named)
                    .doesNotContain("secret");
        }
    }
}
