package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// JMH's annotation processor has run: where it is missing, everything compiles and no benchmark is found.
class BenchmarkListTest {
    @Test
    void benchmarksAreListed() throws IOException {
        try (var list = BenchmarkListTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            var text = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains("lanewise.bench.");
        }
    }
}
