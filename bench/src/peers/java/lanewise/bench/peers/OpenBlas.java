package lanewise.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/// OpenBLAS's `cblas_sgemm`, and `cblas_sgemv` for a row times a matrix.
public final class OpenBlas implements Contender {
    private static final int MOST_TEXT = 1000;

    /// For the service loader.
    public OpenBlas() {}

    @Override
    public String name() {
        return "OpenBLAS";
    }

    @Override
    public Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>(Processor.here().openBlasCore());
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        return environment;
    }

    @Override
    public String start(int threads) {
        openblas_nolapack.blas_set_num_threads(threads);
        return text("openblas_get_config") + ", core " + text("openblas_get_corename");
    }

    /// What a function of the library says of itself; those that give text are not among the preset's.
    private static String text(String function) {
        MemorySegment address = SymbolLookup.loaderLookup().find(function).orElse(MemorySegment.NULL);
        if (address.equals(MemorySegment.NULL)) {
            return "unknown";
        }
        try {
            MethodHandle handle = Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ADDRESS));
            MemorySegment text = (MemorySegment) handle.invokeExact();
            return text.reinterpret(MOST_TEXT).getString(0).strip();
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        if (!(problem instanceof Problem.Product product)) {
            return null;
        }
        return product.m() == 1 && !product.bTransposed() ? new Sgemv(product) : new Sgemm(product);
    }

    private static final class Sgemm extends NativeProduct {
        private final int aKind;
        private final int bKind;

        Sgemm(Problem.Product product) {
            super(product);
            aKind = product.aTransposed() ? CblasTrans : CblasNoTrans;
            bKind = product.bTransposed() ? CblasTrans : CblasNoTrans;
        }

        @Override
        void multiply(int m, int n, int k, FloatPointer a, int lda, FloatPointer b, int ldb, FloatPointer c) {
            openblas_nolapack.cblas_sgemm(CblasRowMajor, aKind, bKind, m, n, k, 1f, a, lda, b, ldb, 0f, c, n);
        }
    }

    private static final class Sgemv extends NativeProduct {
        Sgemv(Problem.Product product) {
            super(product);
        }

        @Override
        void multiply(int m, int n, int k, FloatPointer a, int lda, FloatPointer b, int ldb, FloatPointer c) {
            openblas_nolapack.cblas_sgemv(CblasRowMajor, CblasTrans, k, n, 1f, b, ldb, a, 1, 0f, c, 1);
        }
    }
}
