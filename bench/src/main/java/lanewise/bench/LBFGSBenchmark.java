package lanewise.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.optim.LBFGS;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One step of L-BFGS, six iterations without line search and with a history of five, on a function that costs
/// about one pass over the parameters.
public class LBFGSBenchmark extends Measured {
    private static final int ITERATIONS = 6;
    private static final int HISTORY = 5;

    /// What an iteration has to read and write of each parameter: `g`, `g₋₁`, `d` for a new pair `(s, y)`; for each
    /// pair, in both loops, `s` or `y` and `d` for the dot product and the other one and twice `d` after it; `g` to
    /// `g₋₁`; `d` and twice `x` to move; `x`, the center and `g` in the function.
    private static final int BYTES_AN_ITERATION = 4 * (5 + HISTORY * 2 * (2 + 3) + 2 + 3 + 3);

    /// The library's optimizer.
    @Benchmark
    public Tensor vector(ThreadCount threads, Vector vector, Traffic traffic) {
        vector.count(traffic);
        vector.bowl().turn();
        vector.optimizer().step(vector);
        return vector.parameter;
    }

    /// The loops.
    @Benchmark
    public float[] scalar(Scalar scalar, Traffic traffic) {
        scalar.count(traffic);
        scalar.bowl().turn();
        scalar.optimizer().step(scalar.parameter, scalar.bowl());
        return scalar.parameter;
    }

    /// What is minimized.
    @State(Scope.Benchmark)
    public abstract static class Problem {
        /// The number of parameters.
        @Param({"101110", "1000000", "25000000"})
        public int size;

        private @Nullable Bowl bowl;

        /// Makes the function and the optimizer.
        @Setup
        public void make() {
            bowl = new Bowl(size);
            makeOptimizer();
        }

        abstract void makeOptimizer();

        final void count(Traffic traffic) {
            traffic.gigabyte += 1e-9 * BYTES_AN_ITERATION * ITERATIONS * size;
        }

        final Bowl bowl() {
            return Objects.requireNonNull(bowl);
        }
    }

    /// A tensor, and the function as its optimizer's closure.
    @State(Scope.Benchmark)
    public static class Vector extends Problem implements Supplier<Tensor> {
        Tensor parameter = new Parameter(Tensor.zeros(1));
        private final Tensor loss = Tensor.of(0f);
        private @Nullable LBFGS optimizer;

        @Override
        void makeOptimizer() {
            parameter = new Parameter(Tensor.zeros(size));
            parameter.setGrad(Tensor.zeros(size));
            var options = new LBFGS.Options()
                    .withMaxIter(ITERATIONS)
                    .withHistorySize(HISTORY)
                    .withToleranceGrad(0)
                    .withToleranceChange(0);
            optimizer = new LBFGS(List.of(parameter), options);
        }

        LBFGS optimizer() {
            return Objects.requireNonNull(optimizer);
        }

        @Override
        public Tensor get() {
            Tensor gradient = Objects.requireNonNull(parameter.grad());
            double value = bowl().at(parameter.array().data(), gradient.array().data());
            loss.array().data()[0] = (float) value;
            return loss;
        }
    }

    /// A plain array with its optimizer.
    @State(Scope.Benchmark)
    public static class Scalar extends Problem {
        float[] parameter = {};
        private @Nullable ScalarLBFGS optimizer;

        @Override
        void makeOptimizer() {
            parameter = new float[size];
            optimizer = new ScalarLBFGS(size, ITERATIONS, HISTORY);
        }

        ScalarLBFGS optimizer() {
            return Objects.requireNonNull(optimizer);
        }
    }
}
