package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopologyTest {
    /// A renamed store or a new repartition loses the state of a running application, so it has to show in review.
    @Test
    void theTopologyIsTheRecordedOne() throws Exception {
        try (InputStream recorded = TopologyTest.class.getResourceAsStream("/topology.txt")) {
            assertThat(new TestTopics("", 12).topology().describe().toString())
                    .isEqualTo(new String(recorded.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
