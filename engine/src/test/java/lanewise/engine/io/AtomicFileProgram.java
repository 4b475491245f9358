package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A writer in a process of its own, which [AtomicFileTest] starts and kills.
public final class AtomicFileProgram {
    private AtomicFileProgram() {}

    /// Replaces the file `args[0]`, but stops half way, says so, and goes on when a byte comes in.
    public static void main(String... args) throws IOException {
        AtomicFile.replace(Path.of(args[0]), channel -> {
            channel.write(ByteBuffer.wrap("from another ".getBytes(StandardCharsets.UTF_8)));
            System.out.println("half way");
            if (System.in.read() < 0) {
                throw new IOException("nobody said to go on");
            }
            channel.write(ByteBuffer.wrap("process".getBytes(StandardCharsets.UTF_8)));
        });
    }
}
