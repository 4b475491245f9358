package lanewise.nn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What the process needs of the memory, in bytes.
///
/// @param usedHeap of the heap, garbage included
/// @param resident of the machine's memory, with the virtual machine's own, where the system tells it: on Linux
public record MemoryUse(long usedHeap, OptionalLong resident) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    /// As it is now.
    public static MemoryUse now() {
        return new MemoryUse(heap(), readResident());
    }

    static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// From a line as `VmRSS:   123456 kB`.
    private static OptionalLong readResident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .map(line ->
                            line.substring(RESIDENT.length()).replace("kB", "").strip())
                    .mapToLong(kilobytes -> 1024 * Long.parseLong(kilobytes))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // not known then
        }
    }
}
