package lanewise.bench.peers;

import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.jspecify.annotations.Nullable;

/// EJML's dense float matrices.
public final class Ejml implements Contender {
    /// Floating-point operations that it needs seconds for.
    private static final double TOO_LARGE = 5e9;

    private boolean parallel;

    /// For the service loader.
    public Ejml() {}

    @Override
    public String name() {
        return "EJML";
    }

    @Override
    public String start(int threads) {
        parallel = threads > 1;
        EjmlConcurrency.setMaxThreads(threads);
        return Jar.of(FMatrixRMaj.class);
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        boolean takes = problem instanceof Problem.Product product
                && problem.flops() < TOO_LARGE
                && !(product.aTransposed() && product.bTransposed());
        return takes ? new Multiplication((Problem.Product) problem, parallel) : null;
    }

    private static final class Multiplication implements Work {
        private final Problem.Product product;
        private final boolean parallel;
        private final FMatrixRMaj a;
        private final FMatrixRMaj b;
        private final FMatrixRMaj c;

        Multiplication(Problem.Product product, boolean parallel) {
            this.product = product;
            this.parallel = parallel;
            int m = product.m();
            int k = product.k();
            int n = product.n();
            a = matrix(product.aTransposed() ? k : m, product.aTransposed() ? m : k, Inputs.normal(1, m * k));
            b = matrix(product.bTransposed() ? n : k, product.bTransposed() ? k : n, Inputs.normal(2, k * n));
            c = new FMatrixRMaj(m, n);
        }

        private static FMatrixRMaj matrix(int rows, int columns, float... numbers) {
            FMatrixRMaj matrix = new FMatrixRMaj(rows, columns);
            matrix.setData(numbers);
            return matrix;
        }

        @Override
        public void run() {
            if (product.aTransposed()) {
                runTransposedFirst();
            } else if (product.bTransposed()) {
                runTransposedSecond();
            } else if (parallel) {
                CommonOps_MT_FDRM.mult(a, b, c);
            } else {
                CommonOps_FDRM.mult(a, b, c);
            }
        }

        private void runTransposedFirst() {
            if (parallel) {
                CommonOps_MT_FDRM.multTransA(a, b, c);
            } else {
                CommonOps_FDRM.multTransA(a, b, c);
            }
        }

        private void runTransposedSecond() {
            if (parallel) {
                CommonOps_MT_FDRM.multTransB(a, b, c);
            } else {
                CommonOps_FDRM.multTransB(a, b, c);
            }
        }

        @Override
        public void result(Digest digest) {
            digest.add("product", c.getData());
        }
    }
}
