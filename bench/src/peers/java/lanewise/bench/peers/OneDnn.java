package lanewise.bench.peers;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/// oneDNN's `dnnl_sgemm`, whose kernels are made for the processor when they are first called.
public final class OneDnn implements Contender {
    /// For the service loader.
    public OneDnn() {}

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Map<String, String> environment(int threads) {
        return Map.of("OMP_NUM_THREADS", Integer.toString(threads));
    }

    @Override
    public String start(int threads) {
        return DnnlSgemm.version();
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return problem instanceof Problem.Product product ? new Sgemm(product) : null;
    }

    private static final class Sgemm extends NativeProduct {
        private final byte aKind;
        private final byte bKind;

        Sgemm(Problem.Product product) {
            super(product);
            aKind = (byte) (product.aTransposed() ? 'T' : 'N');
            bKind = (byte) (product.bTransposed() ? 'T' : 'N');
        }

        @Override
        void multiply(int m, int n, int k, FloatPointer a, int lda, FloatPointer b, int ldb, FloatPointer c) {
            DnnlSgemm.run(aKind, bKind, m, n, k, 1f, segment(a), lda, segment(b), ldb, 0f, segment(c), n);
        }

        private static MemorySegment segment(FloatPointer pointer) {
            return MemorySegment.ofAddress(pointer.address());
        }
    }
}
