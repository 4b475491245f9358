package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/// Reads PyTorch's files from memory, and checks how they are refused.
final class PyTorchRefusal {
    /// A storage.
    static final byte[] SIX_FLOATS = new byte[24];

    private PyTorchRefusal() {}

    static void assertRefused(byte[] file, String message) {
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining(message);
    }

    /// And with at most that many bytes of memory.
    static void assertRefusedWithin(long bytes, byte[] file, String message) {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertRefused(file, message);
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(bytes);
    }

    static StateDict load(byte[] file) throws IOException {
        return PyTorchArchive.read(new ArrayBytes(file));
    }

    static Path resource(String name) {
        return Path.of("src", "test", "resources", "pytorch", name);
    }
}
