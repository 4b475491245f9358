package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import lanewise.engine.io.FileFormatException;

/// Damages a file's content in many ways: whatever is read of it is read, or refused by the one documented
/// exception.
public final class Damage {
    private Damage() {}

    /// Reads a file.
    @FunctionalInterface
    public interface Reader {
        /// Throws what the reader throws.
        void read(Path file) throws IOException;
    }

    /// Cut off at any place, bytes changed, put in and taken out.
    public static void check(Path file, byte[] content, int attempts, Reader reader) throws IOException {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < attempts; i++) {
            Files.write(file, damaged(content, random));
            try {
                reader.read(file);
            } catch (FileFormatException e) {
                assertThat(e.getMessage()).contains(file.getFileName().toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damaged(byte[] content, Random random) {
        byte[] damaged = content.clone();
        int at = random.nextInt(content.length);
        switch (random.nextInt(4)) {
            case 0 -> damaged = Arrays.copyOf(content, at);
            case 1 -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    damaged[random.nextInt(content.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> {
                damaged = Arrays.copyOf(content, content.length + 1);
                System.arraycopy(content, at, damaged, at + 1, content.length - at);
                damaged[at] = (byte) random.nextInt(256);
            }
            default -> {
                damaged = Arrays.copyOf(content, content.length - 1);
                System.arraycopy(content, at + 1, damaged, at, content.length - at - 1);
            }
        }
        return damaged;
    }
}
