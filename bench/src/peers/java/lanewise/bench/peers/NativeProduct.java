package lanewise.bench.peers;

import org.bytedeco.javacpp.FloatPointer;

/// A product in memory outside of Java's heap, row after row.
abstract class NativeProduct implements Work {
    private final Problem.Product product;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    NativeProduct(Problem.Product product) {
        this.product = product;
        a = new FloatPointer(Inputs.normal(1, product.m() * product.k()));
        b = new FloatPointer(Inputs.normal(2, product.k() * product.n()));
        c = new FloatPointer((long) product.m() * product.n());
    }

    /// The library's call; `lda` and `ldb` are the lengths of the rows as they lie.
    abstract void multiply(int m, int n, int k, FloatPointer a, int lda, FloatPointer b, int ldb, FloatPointer c);

    @Override
    public final void run() {
        int lda = product.aTransposed() ? product.m() : product.k();
        int ldb = product.bTransposed() ? product.k() : product.n();
        multiply(product.m(), product.n(), product.k(), a, lda, b, ldb, c);
    }

    @Override
    public final void result(Digest digest) {
        float[] numbers = new float[product.m() * product.n()];
        c.get(numbers);
        digest.add("product", numbers);
    }

    @Override
    public final void close() {
        a.close();
        b.close();
        c.close();
    }
}
