package lanewise.engine.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Replaces a file as a whole: whoever looks, even after a crash, finds the old content or the new, never a part.
///
/// The new content is written to a file of its own beside the old one, `name.<digits>.tmp`, which is locked as long
/// as it is written. A program that is killed loses its lock: so the next one sees what was left, and removes it.
/// Several writers of one file do not disturb each other; the last one to finish is the one whose content stays.
final class AtomicFile {
    /// What this JVM is writing. Such a file is not opened a second time: closing it would release the lock.
    private static final Set<Path> IN_WORK = ConcurrentHashMap.newKeySet();

    private AtomicFile() {}

    /// What writes the new content.
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Writes to a new file beside `target`, forces it to the disk, and renames it to `target`. If that fails,
    /// `target` is as before and the new file is gone.
    static void replace(Path target, Content content) throws IOException {
        Path file = checked(target);
        removeLeftovers(file);
        try (Fresh fresh = Fresh.beside(file)) {
            content.writeTo(fresh.channel);
            fresh.channel.force(true);
            Files.move(fresh.path, file, StandardCopyOption.ATOMIC_MOVE);
        }
        forceDirectory(file);
    }

    /// Throws what [#replace] would throw if no file can be made beside `target`; changes nothing.
    static void checkWritable(Path target) throws IOException {
        Fresh.beside(checked(target)).close();
    }

    /// The file that `target` leads to, in a directory without links and detours.
    private static Path checked(Path target) throws IOException {
        Path absolute = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || Files.isDirectory(absolute)) {
            throw new IOException(target + " is a directory, not a file to be written");
        }
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            throw new IOException(target + " is a device or the like, not a file to be written");
        }
        return directory.toRealPath().resolve(absolute.getFileName());
    }

    /// A new file under a name that nobody else uses. It is gone once closed, unless it was renamed.
    private static final class Fresh implements AutoCloseable {
        final Path path;
        final FileChannel channel;

        private Fresh(Path path) throws IOException {
            this.path = path;
            IN_WORK.add(path);
            try {
                channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException | RuntimeException e) {
                IN_WORK.remove(path);
                throw e;
            }
        }

        static Fresh beside(Path file) throws IOException {
            while (true) {
                String digits =
                        Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
                try {
                    Fresh fresh = new Fresh(file.resolveSibling(file.getFileName() + "." + digits + ".tmp"));
                    if (fresh.isLocked()) {
                        return fresh;
                    }
                    fresh.close();
                } catch (FileAlreadyExistsException e) {
                    // the next name, then
                }
            }
        }

        /// Locks the file. False if another program took it for a leftover before that, and removed it.
        private boolean isLocked() {
            try {
                channel.lock();
            } catch (IOException e) {
                return true; // this file system has no locks: then nobody removes leftovers either
            }
            return Files.exists(path);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(path);
            } finally {
                IN_WORK.remove(path);
            }
        }
    }

    /// Removes what killed programs left of a new `file`. What cannot be removed is in nobody's way.
    private static void removeLeftovers(Path file) {
        String prefix = file.getFileName() + ".";
        DirectoryStream.Filter<Path> isFresh = entry -> {
            String name = entry.getFileName().toString();
            return name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d+\\.tmp");
        };
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(file.getParent(), isFresh)) {
            for (Path leftover : leftovers) {
                if (!IN_WORK.contains(leftover)) {
                    removeUnlessLocked(leftover);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the directory cannot be listed
        }
    }

    private static void removeUnlessLocked(Path leftover) {
        try (FileChannel channel = FileChannel.open(leftover, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(leftover);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // it is gone already, or not ours to remove
        }
    }

    /// Makes the renaming itself durable, on systems where a directory can be opened like a file.
    private static void forceDirectory(Path file) {
        try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot, and journals renames itself
        }
    }
}
