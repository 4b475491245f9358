package lanewise.engine.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Replaces a file as a whole: whoever looks, even after a crash, finds the old content or the new, never a part.
final class AtomicFile {
    private AtomicFile() {}

    /// What writes the new content.
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Writes to a new file beside `target`, forces it to the disk, and renames it to `target`. If that fails,
    /// `target` is as before and the new file is gone; after a crash it may be left, as `target` with
    /// `.<digits>.tmp` behind it.
    static void replace(Path target, Content content) throws IOException {
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path directory = file.getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new IOException(target + " is a directory, not a file to be written");
        }
        Path fresh = directory.resolve(file.getFileName() + "." + Long.toUnsignedString(System.nanoTime()) + ".tmp");
        try {
            write(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        forceDirectory(directory);
    }

    private static void write(Path fresh, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    /// Makes the renaming itself durable, on systems where a directory can be opened like a file.
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot, and journals renames itself
        }
    }
}
