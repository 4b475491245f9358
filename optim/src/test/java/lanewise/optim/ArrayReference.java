package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// A rule in double, for a whole parameter, whose elements depend on each other.
abstract class ArrayReference {
    /// The number of the step, from 1 on.
    int t;

    /// The parameter after one more step, in place.
    abstract void update(double[] p, double[] g, OptimizerOptions<?> options);

    /// Twelve steps of parameters of these shapes follow the reference, with rows of zeros, gradients of scales
    /// from 1e-3 to 1e3, missing ones, and a learning rate that changes on the way.
    ///
    /// @param roundings how many roundings a step may be off by, of the largest value
    static void follows(
            OptimizerOptions<?> options, Function<Shape, ArrayReference> reference, double roundings, Shape... shapes) {
        var random = new Random(11);
        List<Follower> followers = new ArrayList<>();
        for (Shape shape : shapes) {
            followers.add(new Follower(shape, reference.apply(shape), random));
        }
        Optimizer<?> optimizer =
                Rules.optimizer(followers.stream().map(f -> f.parameter).toList(), options);
        for (int step = 1; step <= 12; step++) {
            ParamGroup<?> group = optimizer.paramGroups().getFirst();
            if (step == 7) {
                group.setLearningRate(options.learningRate() / 3);
            }
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).gradient((step + i) % 5 == 0, random);
            }
            optimizer.step();
            for (Follower follower : followers) {
                follower.check(group.options(), step, roundings);
            }
        }
    }

    static double norm(double[] x) {
        double squares = 0;
        for (double element : x) {
            squares += element * element;
        }
        return Math.sqrt(squares);
    }

    private static final class Follower {
        private final Tensor parameter;
        private final ArrayReference reference;
        private final double[] expected;

        Follower(Shape shape, ArrayReference reference, Random random) {
            parameter = Rules.parameter(shape, Rules.normal(random, shape.elements()));
            this.reference = reference;
            expected = Rules.doubles(parameter);
        }

        void gradient(boolean missing, Random random) {
            if (missing) {
                parameter.setGrad(null);
                return;
            }
            Shape shape = parameter.shape();
            float[] gradient = Rules.normal(random, shape.elements());
            float scale = (float) Math.pow(10, random.nextInt(-3, 4));
            int row = shape.rank() == 0 ? 1 : shape.dim(-1);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = i / row % 7 == 3 ? 0 : scale * gradient[i];
            }
            parameter.setGrad(Tensor.of(shape, gradient));
        }

        void check(OptimizerOptions<?> options, int step, double roundings) {
            Tensor gradient = parameter.grad();
            if (gradient != null) {
                reference.t++;
                reference.update(expected, Rules.doubles(gradient), options);
            }
            double largest = 0;
            for (double value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            double[] actual = Rules.doubles(parameter);
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as(
                                "element %d of %s in step %d: %s, not %s",
                                i, parameter.shape(), step, actual[i], expected[i])
                        .isLessThanOrEqualTo((4 + step) * roundings * 0x1p-24 * largest);
            }
        }
    }
}
