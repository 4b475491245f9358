package lanewise.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What Linux tells about the processor; nothing on other systems.
///
/// @param lines of `/proc/cpuinfo`
record Processor(List<String> lines) {
    /// This machine's.
    static Processor here() {
        try {
            return new Processor(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return new Processor(List.of());
        }
    }

    /// Its name, or the architecture's.
    String name() {
        String model = value("model name");
        return model.isEmpty() ? System.getProperty("os.arch") : model;
    }

    /// OpenBLAS knows processors by their names, and takes a new one or a virtual one for the oldest. So it is told
    /// to which of those that it knows this one is equal.
    Map<String, String> openBlasCore() {
        List<String> flags = List.of(value("flags").split(" "));
        if (flags.contains("avx512bw") && flags.contains("avx512vl")) {
            return Map.of("OPENBLAS_CORETYPE", "SkylakeX");
        }
        return flags.contains("avx2") && flags.contains("fma") ? Map.of("OPENBLAS_CORETYPE", "Haswell") : Map.of();
    }

    private String value(String key) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }
}
