package lanewise.engine.io;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import lanewise.engine.Generator;

/// Gives damaged files to a reader. What comes out is arrays or a [FileFormatException] with a message, nothing
/// else, and never takes more memory than the file's size explains.
///
/// `-Dlanewise.fuzz=1000000` gives it a million.
final class Fuzz {
    static final int INPUTS = Integer.getInteger("lanewise.fuzz", 20_000);

    /// Of memory for one file of some hundred bytes: the header's text and tree, the arrays, a chunk, the
    /// exception.
    private static final long ALLOWANCE = 1 << 20;

    private Fuzz() {}

    /// Makes a damaged file.
    @FunctionalInterface
    interface Files {
        byte[] next(Generator random);
    }

    /// Reads a file in memory.
    @FunctionalInterface
    interface Reader {
        void read(FileBytes file) throws IOException;
    }

    /// How many of the files could be read.
    static int read(long seed, Files files, Reader reader) {
        Generator random = new Generator(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] file = files.next(random);
            try {
                read += readsOrRefuses(file, reader) ? 1 : 0;
            } catch (Throwable e) {
                throw new AssertionError("file " + i + ": " + Arrays.toString(file), e);
            }
        }
        return read;
    }

    private static boolean readsOrRefuses(byte[] file, Reader reader) throws IOException {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean read = false;
        try {
            reader.read(new ArrayBytes(file));
            read = true;
        } catch (FileFormatException e) {
            if (String.valueOf(e.getMessage()).length() < 10) {
                fail("a message that says nothing: " + e.getMessage());
            }
        }
        long allocated = memory.getCurrentThreadAllocatedBytes() - before;
        if (allocated > ALLOWANCE) {
            fail(allocated + " bytes allocated for a file of " + file.length);
        }
        return read;
    }
}
