package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryUseTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void theHeapHoldsWhatIsAllocated() {
        long[] held = new long[4 << 20];
        MemoryUse use = MemoryUse.now();
        assertThat(use.usedHeap())
                .isBetween(8L * held.length, Runtime.getRuntime().maxMemory());
    }

    @Test
    void theResidentSizeIsKnownWhereTheSystemTellsIt() {
        MemoryUse use = MemoryUse.now();
        assertThat(use.resident().isPresent()).isEqualTo(Files.isReadable(Path.of("/proc/self/status")));
        use.resident().ifPresent(bytes -> assertThat(bytes).isGreaterThan(10 * MEGABYTE));
    }
}
