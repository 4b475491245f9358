package lanewise.bench.peers;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;

/// A product by the kernel itself, into memory that is there.
final class ProductWork implements Work {
    private final Problem.Product product;
    private final float[] a;
    private final float[] b;
    private final NDArray c;

    ProductWork(Problem.Product product) {
        this.product = product;
        int m = product.m();
        int k = product.k();
        int n = product.n();
        a = NDArray.of(Shape.of(m, k), Inputs.normal(1, m * k)).data();
        b = NDArray.of(Shape.of(k, n), Inputs.normal(2, k * n)).data();
        c = NDArray.zeros(Shape.of(m, n));
    }

    @Override
    public void run() {
        int m = product.m();
        int k = product.k();
        int n = product.n();
        int aRow = product.aTransposed() ? 1 : k;
        int aColumn = product.aTransposed() ? m : 1;
        int bRow = product.bTransposed() ? 1 : n;
        int bColumn = product.bTransposed() ? k : 1;
        Gemm.run(m, n, k, a, 0, aRow, aColumn, b, 0, bRow, bColumn, c.data(), 0, n, false);
    }

    @Override
    public void result(Digest digest) {
        digest.add("product", c.toArray());
    }
}
