package lanewise.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.optim.Optimizer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One step of an optimizer.
public class OptimizerBenchmark extends Measured {
    /// The library's optimizer.
    @Benchmark
    public List<Tensor> vector(ThreadCount threads, Vector vector, Traffic traffic) {
        vector.count(traffic);
        vector.optimizer().step();
        return vector.parameters;
    }

    /// The loops.
    @Benchmark
    public List<float[]> scalar(Scalar scalar, Traffic traffic) {
        scalar.count(traffic);
        for (int i = 0; i < scalar.optimizers.size(); i++) {
            scalar.optimizers.get(i).update(scalar.parameters.get(i), scalar.gradients.get(i));
        }
        return scalar.parameters;
    }

    /// What is updated, by which rule.
    @State(Scope.Benchmark)
    public abstract static class Problem {
        /// The rule.
        @Param
        public UpdateRule rule = UpdateRule.SGD;

        /// The number of elements: a thousand parameters of a hundred, which show what a parameter costs beside its
        /// elements; the tutorial's four parameters; one of a million; fifty of half a million.
        @Param({"100000", "101110", "1000000", "25000000"})
        public int size;

        private long elements;

        /// Draws parameters and gradients.
        @Setup
        public void draw() {
            Generator.manualSeed(1);
            for (Shape shape : shapes(size)) {
                if (rule.takes(shape)) {
                    elements += shape.elements();
                    add(Tensor.randn(shape.toArray()), Tensor.randn(shape.toArray()));
                }
            }
        }

        abstract void add(Tensor parameter, Tensor gradient);

        final void count(Traffic traffic) {
            traffic.gigabyte += 1e-9 * rule.bytesAParameter * elements;
        }

        static List<Shape> shapes(int size) {
            return switch (size) {
                case 100_000 -> Collections.nCopies(1000, Shape.of(10, 10));
                case 101_110 -> List.of(Shape.of(100, 1000), Shape.of(100), Shape.of(10, 100), Shape.of(10));
                case 1_000_000 -> List.of(Shape.of(1000, 1000));
                case 25_000_000 -> Collections.nCopies(50, Shape.of(500, 1000));
                default -> throw new IllegalArgumentException("size is " + size);
            };
        }
    }

    /// Tensors with one optimizer.
    @State(Scope.Benchmark)
    public static class Vector extends Problem {
        final List<Tensor> parameters = new ArrayList<>();
        private @Nullable Optimizer<?> optimizer;

        @Override
        void add(Tensor parameter, Tensor gradient) {
            Parameter added = new Parameter(parameter);
            added.setGrad(gradient);
            parameters.add(added);
        }

        /// After all parameters are there.
        @Override
        public void draw() {
            super.draw();
            optimizer = rule.optimizer(parameters);
        }

        Optimizer<?> optimizer() {
            return Objects.requireNonNull(optimizer);
        }
    }

    /// Plain arrays with an optimizer each.
    @State(Scope.Benchmark)
    public static class Scalar extends Problem {
        final List<float[]> parameters = new ArrayList<>();
        final List<float[]> gradients = new ArrayList<>();
        final List<ScalarOptimizer> optimizers = new ArrayList<>();

        @Override
        void add(Tensor parameter, Tensor gradient) {
            parameters.add(parameter.toArray());
            gradients.add(gradient.toArray());
            optimizers.add(rule.scalar(parameter.shape()));
        }
    }
}
