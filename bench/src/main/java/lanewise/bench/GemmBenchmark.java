package lanewise.bench;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Products of matrices: squares, the three products of the tutorial's first layer, panels, a transformer's two, a
/// matrix times a vector, and sizes that fit no tile: odd ones, few rows, few columns, short and very long sums.
@State(Scope.Benchmark)
public class GemmBenchmark extends Measured {
    /// `M x K x N`: C `[M, N]` is the sum over K. N stands for an operand as it lies, `[M, K]` or `[K, N]`, T for
    /// the transposed one.
    @Param({
        "NN 64x64x64",
        "NN 128x128x128",
        "NN 256x256x256",
        "NN 512x512x512",
        "NN 1024x1024x1024",
        "NN 2048x2048x2048",
        "NN 64x1000x100",
        "TN 1000x64x100",
        "TN 100x64x1000",
        "NT 64x1000x100",
        "NT 64x100x1000",
        "NN 4096x64x4096",
        "NN 4096x4096x64",
        "NN 64x4096x4096",
        "NT 1024x384x1536",
        "TN 1536x1024x384",
        "NN 1x4096x4096",
        "NT 1x1000x1000",
        "NN 16x16x16",
        "NN 33x65x129",
        "NN 127x127x127",
        "NN 5x1000x1000",
        "NN 1000x1000x5",
        "NN 1000x8x1000",
        "NN 8x50000x8",
        "NN 64x50000x64"
    })
    public String shape = "";

    private int m;
    private int n;
    private int k;
    private boolean aTransposed;
    private boolean bTransposed;
    private float[] a = {};
    private float[] b = {};
    private NDArray c = NDArray.empty(Shape.SCALAR);

    /// Fills A and B.
    @Setup
    public void fill() {
        int[] sizes = Arrays.stream(shape.substring(3).split("x"))
                .mapToInt(Integer::parseInt)
                .toArray();
        m = sizes[0];
        k = sizes[1];
        n = sizes[2];
        aTransposed = shape.charAt(0) == 'T';
        bTransposed = shape.charAt(1) == 'T';
        Generator.manualSeed(1);
        a = Tensor.randn(m, k).array().data();
        b = Tensor.randn(k, n).array().data();
        c = NDArray.zeros(Shape.of(m, n));
    }

    /// The library's kernel.
    @Benchmark
    public NDArray vector(ThreadCount threads, Arithmetic arithmetic) {
        count(arithmetic);
        Gemm.run(
                m,
                n,
                k,
                a,
                0,
                aTransposed ? 1 : k,
                aTransposed ? m : 1,
                b,
                0,
                bTransposed ? 1 : n,
                bTransposed ? k : 1,
                c.data(),
                0,
                n,
                false);
        return c;
    }

    /// Three loops, in the order in which B is read along its rows.
    @Benchmark
    public NDArray scalar(Arithmetic arithmetic) {
        count(arithmetic);
        if (bTransposed) {
            sumOfProducts(c.data());
        } else {
            sumOfRows(c.data());
        }
        return c;
    }

    /// `c[i, j] = sum over p of a[i, p]·b[p, j]`, where B lies `[K, N]`.
    private void sumOfRows(float[] c) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, i * n, i * n + n, 0f);
            for (int p = 0; p < k; p++) {
                float aip = aTransposed ? a[p * m + i] : a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += aip * b[p * n + j];
                }
            }
        }
    }

    /// The same, where A lies `[M, K]` and B `[N, K]`.
    private void sumOfProducts(float[] c) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[i * k + p] * b[j * k + p];
                }
                c[i * n + j] = sum;
            }
        }
    }

    private void count(Arithmetic arithmetic) {
        arithmetic.gflop += 2e-9 * m * n * k;
    }
}
