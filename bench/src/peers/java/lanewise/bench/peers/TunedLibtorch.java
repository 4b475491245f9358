package lanewise.bench.peers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// libtorch as one tunes it for whole networks: the C library keeps freed memory, and images lie with their
/// channels innermost (`channels_last`). Sometimes faster, sometimes not.
public final class TunedLibtorch implements Contender {
    private final Libtorch plain = new Libtorch();

    /// For the service loader.
    public TunedLibtorch() {}

    @Override
    public String name() {
        return "libtorch tuned";
    }

    /// With blocks of up to 1 GiB from the heap, which is given back when 4 GiB of it are free.
    @Override
    public Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>(plain.environment(threads));
        environment.put("MALLOC_MMAP_THRESHOLD_", "1073741824");
        environment.put("MALLOC_TRIM_THRESHOLD_", "4294967296");
        environment.put("MALLOC_TOP_PAD_", "268435456");
        return environment;
    }

    @Override
    public List<String> options() {
        return plain.options();
    }

    @Override
    public String start(int threads) {
        return plain.start(threads) + ", freed memory kept, channels last";
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return switch (problem) {
            case Problem.Trained trained -> new TorchTraining(trained, true);
            case Problem.Inferred inferred -> new TorchInference(inferred, true);
            default -> null;
        };
    }
}
