package lanewise.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/// netlib's BLAS on the JDK's vector API. It has one thread.
public final class Netlib implements Contender {
    /// Floating-point operations that it needs seconds for.
    private static final double TOO_LARGE = 5e9;

    private @Nullable BLAS blas;

    /// For the service loader.
    public Netlib() {}

    @Override
    public String name() {
        return "netlib";
    }

    /// Asks for the vector one by name: the library's own choice would fall back silently.
    @Override
    public String start(int threads) {
        if (threads == 1) {
            blas = vectorBlas();
        }
        return Jar.of(BLAS.class) + ", VectorBLAS" + (threads == 1 ? "" : ", which has one thread only");
    }

    private static BLAS vectorBlas() {
        try {
            Method instance =
                    Class.forName("dev.ludovic.netlib.blas.VectorBLAS").getDeclaredMethod("getInstance");
            instance.setAccessible(true);
            return (BLAS) instance.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("VectorBLAS cannot be reached", e);
        }
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return blas != null && problem instanceof Problem.Product product && product.flops() < TOO_LARGE
                ? new Sgemm(blas, product)
                : null;
    }

    /// BLAS counts along columns: its `Cᵀ = Bᵀ·Aᵀ` is `C = A·B` along rows.
    private static final class Sgemm implements Work {
        private final BLAS blas;
        private final Problem.Product product;
        private final float[] a;
        private final float[] b;
        private final float[] c;

        Sgemm(BLAS blas, Problem.Product product) {
            this.blas = blas;
            this.product = product;
            a = Inputs.normal(1, product.m() * product.k());
            b = Inputs.normal(2, product.k() * product.n());
            c = new float[product.m() * product.n()];
        }

        @Override
        public void run() {
            int m = product.m();
            int k = product.k();
            int n = product.n();
            if (m == 1 && !product.bTransposed()) {
                blas.sgemv("N", n, k, 1f, b, n, a, 1, 0f, c, 1);
                return;
            }
            String aKind = product.aTransposed() ? "T" : "N";
            String bKind = product.bTransposed() ? "T" : "N";
            int lda = product.aTransposed() ? m : k;
            int ldb = product.bTransposed() ? k : n;
            blas.sgemm(bKind, aKind, n, m, k, 1f, b, ldb, a, lda, 0f, c, n);
        }

        @Override
        public void result(Digest digest) {
            digest.add("product", c);
        }
    }
}
