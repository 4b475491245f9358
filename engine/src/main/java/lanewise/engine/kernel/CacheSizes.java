package lanewise.engine.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The sizes of the processor's data caches in bytes, from which kernels derive their blocks.
///
/// Linux tells them in `/sys/devices/system/cpu/cpu0/cache`. Where nothing is told, or nothing plausible, they are
/// those that most processors have at least. Results do not depend on them.
///
/// @param second the second level, of one core
/// @param third the third level, shared by several cores; where there is none as large as the second
record CacheSizes(int second, int third) {
    private static final Path LINUX = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final int COMMON_SECOND = 512 << 10;
    private static final int COMMON_THIRD = 4 << 20;
    private static final int MOST_LEVELS = 8;

    /// This machine's.
    static final CacheSizes HERE = read(LINUX);

    /// What the folder tells: in each `indexN` the files `level`, `type` and `size`.
    static CacheSizes read(Path folder) {
        int second = 0;
        int third = 0;
        for (int index = 0; index < MOST_LEVELS; index++) {
            Path cache = folder.resolve("index" + index);
            if (text(cache.resolve("type")).equals("Instruction")) {
                continue;
            }
            int size = bytes(text(cache.resolve("size")));
            switch (text(cache.resolve("level"))) {
                case "2" -> second = size;
                case "3" -> third = size;
                default -> {}
            }
        }
        second = second < 64 << 10 ? COMMON_SECOND : second;
        return new CacheSizes(second, Math.max(second, third == 0 ? COMMON_THIRD : third));
    }

    /// `512K` or `32M` as a number of bytes; 0 if it is none, or one beyond a GiB.
    private static int bytes(String size) {
        if (!size.matches("[1-9][0-9]{0,6}[KM]")) {
            return 0;
        }
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        long bytes = number << (size.endsWith("K") ? 10 : 20);
        return bytes <= 1 << 30 ? (int) bytes : 0;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException | SecurityException e) {
            return "";
        }
    }
}
