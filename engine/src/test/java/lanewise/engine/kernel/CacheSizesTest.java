package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheSizesTest {
    @TempDir
    Path folder;

    @Test
    void aMachineThatTellsIsBelieved() throws IOException {
        write(0, "1", "Data", "32K");
        write(1, "2", "Instruction", "9M");
        write(2, "2", "Unified", "1M");
        write(3, "3", "Unified", "32768K");
        assertThat(CacheSizes.read(folder)).isEqualTo(new CacheSizes(1 << 20, 32 << 20));
    }

    @Test
    void nothingAndNonsenseAreTheCommonSizes() throws IOException {
        CacheSizes common = new CacheSizes(512 << 10, 4 << 20);
        assertThat(CacheSizes.read(folder)).isEqualTo(common);
        write(0, "2", "Unified", "lots");
        write(1, "3", "Unified", "9999999M");
        assertThat(CacheSizes.read(folder)).isEqualTo(common);
    }

    @Test
    void theThirdLevelIsNeverBelowTheSecond() throws IOException {
        write(0, "2", "Unified", "16M");
        assertThat(CacheSizes.read(folder)).isEqualTo(new CacheSizes(16 << 20, 16 << 20));
    }

    private void write(int index, String level, String type, String size) throws IOException {
        Path cache = Files.createDirectories(folder.resolve("index" + index));
        Files.writeString(cache.resolve("level"), level + "\n");
        Files.writeString(cache.resolve("type"), type + "\n");
        Files.writeString(cache.resolve("size"), size + "\n");
    }
}
