package lanewise.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// PyTorch's C++ library, by JavaCPP's build, with its matrix products given to oneDNN where that is possible:
/// faster than any build that is shipped, and its threads are OpenMP's.
public final class Libtorch implements Contender {
    /// For the service loader.
    public Libtorch() {}

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>(Processor.here().openBlasCore());
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        return environment;
    }

    /// Memory is freed by scopes here; without these JavaCPP would ask the collector for it, in the middle of
    /// things.
    @Override
    public List<String> options() {
        return List.of("-Dorg.bytedeco.javacpp.nopointergc=true", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    }

    @Override
    public String start(int threads) {
        unpack();
        torch.set_num_threads(threads);
        boolean replaced = DnnlSgemm.replaceIn("libtorch_cpu.so");
        String products = replaced ? DnnlSgemm.version() : "OpenBLAS";
        String fused = FusedUpdates.areThere() ? "with" : "without";
        return Jar.of(torch.class) + ", " + torch.get_cpu_capability().getString() + ", " + fused
                + " fused optimizers, products by " + products;
    }

    /// All files before the first is loaded: libraries that are unpacked one by one while others of them run crash.
    private static void unpack() {
        try {
            for (String library : List.of("openblas", "pytorch")) {
                Loader.cacheResources("/org/bytedeco/" + library + "/" + Loader.getPlatform() + "/");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return switch (problem) {
            case Problem.Product product -> product(product);
            case Problem.Elementwise elementwise -> new TorchElementwise(elementwise);
            case Problem.Moved moved -> moved(moved);
            case Problem.Rows rows -> TorchRows.work(rows);
            case Problem.BatchNorm norm -> TorchRows.work(norm);
            case Problem.Convolved convolved -> new TorchConvolution(convolved);
            case Problem.Recurrent recurrent -> new TorchRecurrence(recurrent);
            case Problem.Attended attended -> new TorchAttention(attended);
            case Problem.Step step -> TorchStep.work(step);
            case Problem.Tutorial tutorial -> new TorchTutorial();
            case Problem.Trained trained -> new TorchTraining(trained, false);
            case Problem.Inferred inferred -> new TorchInference(inferred, false);
        };
    }

    private static Work moved(Problem.Moved moved) {
        int rows = moved.rows();
        int columns = moved.columns();
        Tensor x = Tensors.of(Inputs.positive(1, rows * columns), rows, columns);
        Tensor operand = switch (moved.movement()) {
            case COLUMN_SUM -> x;
            case TRANSPOSED -> x.t();
            case STRIDED -> torch.slice(x, 1, new LongOptional(0), new LongOptional(columns), 2);
        };
        if (moved.movement() == Problem.Movement.COLUMN_SUM) {
            return new TorchWork("result", torch.zeros(columns), List.of(x)) {
                @Override
                void compute(Tensor y) {
                    torch.sum_out(y, operand, 0);
                }
            };
        }
        return new TorchWork("result", torch.zeros(operand.size(0), operand.size(1)), List.of(x, operand)) {
            @Override
            void compute(Tensor y) {
                y.copy_(operand);
            }
        };
    }

    private static Work product(Problem.Product product) {
        int m = product.m();
        int k = product.k();
        int n = product.n();
        Tensor a = Tensors.of(Inputs.normal(1, m * k), product.aTransposed() ? k : m, product.aTransposed() ? m : k);
        Tensor b = Tensors.of(Inputs.normal(2, k * n), product.bTransposed() ? n : k, product.bTransposed() ? k : n);
        Tensor left = product.aTransposed() ? a.t() : a;
        Tensor right = product.bTransposed() ? b.t() : b;
        return new TorchWork("product", torch.zeros(m, n), List.of(a, b)) {
            @Override
            void compute(Tensor y) {
                torch.mm_out(y, left, right);
            }
        };
    }
}
