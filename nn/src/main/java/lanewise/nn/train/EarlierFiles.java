package lanewise.nn.train;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The files that a checkpoint replaces, kept as `name.1` (the youngest), `name.2` and so on.
///
/// The present file gets a second name, `name.0`, while its own leads to the new one; then all move up by one. So
/// the file under its own name is whole at every moment, and a save that fails loses none of the earlier ones. A
/// `name.0` that a killed program left is moved up first, unless it is the present file still.
final class EarlierFiles implements AutoCloseable {
    private final Path file;
    private final int kept;

    private EarlierFiles(Path file, int kept) {
        this.file = file;
        this.kept = kept;
    }

    /// Holds the present file, if there is one and it is to be kept.
    ///
    /// @param kept how many files are to be there after the save, the new one included
    static EarlierFiles of(Path file, int kept) throws IOException {
        EarlierFiles earlier = new EarlierFiles(file, kept);
        if (kept > 1 && Files.exists(file)) {
            if (Files.exists(earlier.name(0)) && !Files.isSameFile(earlier.name(0), file)) {
                earlier.shift();
            }
            Files.deleteIfExists(earlier.name(0));
            try {
                Files.createLink(earlier.name(0), file.toRealPath());
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(file, earlier.name(0)); // this file system has no second names
            }
        }
        return earlier;
    }

    /// Moves all up by one, when the new file is there. The oldest one goes.
    void shift() throws IOException {
        if (Files.exists(name(0))) {
            for (int age = kept - 1; age > 0; age--) {
                if (Files.exists(name(age - 1))) {
                    Files.move(name(age - 1), name(age), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (kept > 1) {
            Files.deleteIfExists(name(0));
        }
    }

    private Path name(int age) {
        return file.resolveSibling(file.getFileName() + "." + age);
    }
}
