package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestRegistry.class)
class EmbeddedRegistryIT {
    @Test
    void aTakenPortIsOneClearLine(TestRegistry.Server server) {
        int port = URI.create(server.url()).getPort();
        assertThatThrownBy(() -> EmbeddedRegistry.start(port))
                .isInstanceOf(Ports.PortInUse.class)
                .hasMessage("Port " + port + " is in use; set ALMANAC_DEV_REGISTRY_PORT");
    }

    @Test
    void closingEndsTheProcessAndItsFiles() {
        EmbeddedRegistry registry = EmbeddedRegistry.start();
        assertThat(registry.log()).isNotEmptyFile();
        registry.close();
        assertThat(registry.log()).doesNotExist();
        Ports.requireFree(URI.create(registry.url()).getPort(), "nothing");
    }
}
