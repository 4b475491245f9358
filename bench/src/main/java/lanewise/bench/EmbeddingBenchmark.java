package lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import lanewise.engine.op.Embedding;
import lanewise.optim.Adam;
import lanewise.optim.Optimizer;
import lanewise.optim.SGD;
import lanewise.optim.SparseAdam;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A training step of a table of vectors: 32 x 64 of the rows of [50,000, 128] looked up, their gradient, and the
/// optimizer's step.
@State(Scope.Benchmark)
public class EmbeddingBenchmark extends Measured {
    private static final int ROWS = 50_000;
    private static final int WIDTH = 128;
    private static final int TOKENS = 32 * 64;
    private static final double RATE = 1e-2;

    /// Whether the gradient has only the rows that were looked up.
    @Param({"false", "true"})
    public boolean sparse;

    /// The optimizer.
    @Param
    public Rule rule = Rule.SGD;

    private Parameter table = new Parameter(Tensor.zeros(1, 1));
    private LongArray index = LongArray.zeros(Shape.SCALAR);
    private Tensor dy = table;
    private @Nullable Optimizer<?> optimizer;
    private @Nullable ScalarTable loops;

    /// Which rule changes the table.
    public enum Rule {
        /// Without momentum.
        SGD,
        /// Where the gradient is sparse, [SparseAdam].
        ADAM
    }

    /// Makes table, numbers and gradient.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        table = new Parameter(Tensor.randn(ROWS, WIDTH));
        long[] numbers = new Random(1).longs(TOKENS, 0, ROWS).toArray();
        index = LongArray.of(Shape.of(32, 64), numbers);
        dy = Tensor.randn(32, 64, WIDTH);
        optimizer = switch (rule) {
            case SGD -> new SGD(List.of(table), RATE);
            case ADAM -> sparse ? new SparseAdam(List.of(table), RATE) : new Adam(List.of(table), RATE);
        };
        loops = new ScalarTable(table.toArray(), WIDTH, numbers, dy.toArray());
    }

    /// The library's step.
    @Benchmark
    public NDArray vector(ThreadCount threads) {
        try (Workspace _ = Workspace.open()) {
            table.setGrad(null);
            Tensor.apply(new Embedding(index, Embedding.NO_PADDING, false, sparse), table)
                    .backward(dy);
            Objects.requireNonNull(optimizer).step();
        }
        return table.array();
    }

    /// The loops.
    @Benchmark
    public float[] scalar() {
        ScalarTable present = Objects.requireNonNull(loops);
        present.gradient();
        if (rule == Rule.SGD) {
            present.sgd((float) RATE, sparse);
        } else {
            present.adam(RATE, sparse);
        }
        return present.table;
    }

    /// The same as plain loops, over the whole table or over the rows that have a gradient.
    private static final class ScalarTable {
        final float[] table;
        private final int width;
        private final long[] index;
        private final float[] dy;
        private final float[] g;
        private final float[] m;
        private final float[] v;
        private final boolean[] touched;
        private int step;

        ScalarTable(float[] table, int width, long[] index, float[] dy) {
            this.table = table;
            this.width = width;
            this.index = index;
            this.dy = dy;
            g = new float[table.length];
            m = new float[table.length];
            v = new float[table.length];
            touched = new boolean[table.length / width];
        }

        void gradient() {
            Arrays.fill(g, 0f);
            for (int j = 0; j < index.length; j++) {
                int row = (int) index[j];
                touched[row] = true;
                for (int d = 0; d < width; d++) {
                    g[row * width + d] += dy[j * width + d];
                }
            }
        }

        void sgd(float rate, boolean sparse) {
            for (int row = 0; row < touched.length; row++) {
                for (int i = row * width; i < (row + 1) * width && (touched[row] || !sparse); i++) {
                    table[i] -= rate * g[i];
                }
            }
        }

        /// In its plain form ε is added to the corrected moment's root, in the sparse one to the moment's.
        void adam(double rate, boolean sparse) {
            step++;
            double root = Math.sqrt(1 - Math.pow(0.999, step));
            float scaled = (float) (rate * root / (1 - Math.pow(0.9, step)));
            float eps = (float) (sparse ? 1e-8 : 1e-8 * root);
            for (int row = 0; row < touched.length; row++) {
                for (int i = row * width; i < (row + 1) * width && (touched[row] || !sparse); i++) {
                    m[i] = 0.9f * m[i] + 0.1f * g[i];
                    v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
                    table[i] -= scaled * m[i] / ((float) Math.sqrt(v[i]) + eps);
                }
            }
        }
    }
}
