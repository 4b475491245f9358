package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// What the tests of the single rules share: optimizers by their options, and the two checks that each rule goes
/// through.
final class Rules {
    /// The gradients of the literal trajectories, one row a step; their values after the last row were computed
    /// with PyTorch 1.13 in float64, those of NAdam and Lion, and of options that came later, with their formulas.
    private static final float[][] GRADIENTS = {
        {0.5f, -1, 0},
        {0.25f, 2, 0},
        {-1.5f, 0.125f, 1e-3f},
        {0.75f, -0.5f, -2},
        {4, 0.0625f, 0.5f},
        {-0.375f, 1, 1},
        {0.5f, -3, 0.25f},
        {1.25f, 0.75f, -0.5f}
    };

    private Rules() {}

    static Optimizer<?> optimizer(List<Tensor> parameters, OptimizerOptions<?> options) {
        return switch (options) {
            case SGD.Options o -> new SGD(parameters, o);
            case Adam.Options o -> new Adam(parameters, o);
            case AdamW.Options o -> new AdamW(parameters, o);
            case SparseAdam.Options o -> new SparseAdam(parameters, o);
            case RMSProp.Options o -> new RMSProp(parameters, o);
            case AdaGrad.Options o -> new AdaGrad(parameters, o);
            case Adadelta.Options o -> new Adadelta(parameters, o);
            case Adamax.Options o -> new Adamax(parameters, o);
            case NAdam.Options o -> new NAdam(parameters, o);
            case RAdam.Options o -> new RAdam(parameters, o);
            case ASGD.Options o -> new ASGD(parameters, o);
            case Rprop.Options o -> new Rprop(parameters, o);
            case Lion.Options o -> new Lion(parameters, o);
            case LAMB.Options o -> new LAMB(parameters, o);
            case Adafactor.Options o -> new Adafactor(parameters, o);
            case Muon.Options o -> new Muon(parameters, o);
            case LBFGS.Options o -> new LBFGS(parameters, o);
            default -> throw new AssertionError(options);
        };
    }

    static Tensor parameter(Shape shape, float... values) {
        return Tensor.of(shape, values).requiresGrad_(true);
    }

    static Tensor parameter(float... values) {
        return parameter(Shape.of(values.length), values);
    }

    static float[] normal(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// Eight steps from `(1, −2, 0.5)` end where PyTorch's do.
    static void endsAt(OptimizerOptions<?> options, double... expected) {
        Tensor p = parameter(1, -2, 0.5f);
        Optimizer<?> optimizer = optimizer(List.of(p), options);
        for (float[] gradient : GRADIENTS) {
            p.setGrad(Tensor.of(gradient));
            optimizer.step();
        }
        assertThat(doubles(p)).usingComparatorWithPrecision(2e-6).containsExactly(boxed(expected));
    }

    /// Without gradients in steps 1 and 4, with learning rate 0.01 from step 3 and 0.2 from step 6.
    static void endsAtWithGapsAndOtherLearningRates(OptimizerOptions<?> options, double... expected) {
        Tensor p = parameter(1, -2, 0.5f);
        Optimizer<?> optimizer = optimizer(List.of(p), options);
        for (int t = 1; t <= GRADIENTS.length; t++) {
            if (t == 3 || t == 6) {
                optimizer.paramGroups().getFirst().setLearningRate(t == 3 ? 0.01 : 0.2);
            }
            p.setGrad(t == 1 || t == 4 ? null : Tensor.of(GRADIENTS[t - 1]));
            optimizer.step();
        }
        assertThat(doubles(p)).usingComparatorWithPrecision(2e-6).containsExactly(boxed(expected));
    }

    /// Thirty steps of parameters of every length around the vector width follow [Reference], with rows of zeros,
    /// scales from 1e-3 to 1e3, missing gradients, and a learning rate that changes on the way.
    static void followsReference(OptimizerOptions<?> options) {
        var random = new Random(7);
        List<Follower> followers = new ArrayList<>();
        for (int length : new int[] {1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3, 1003}) {
            followers.add(new Follower(length, options, random));
        }
        Optimizer<?> optimizer =
                optimizer(followers.stream().map(Follower::parameter).toList(), options);
        for (int t = 1; t <= 30; t++) {
            ParamGroup<?> group = optimizer.paramGroups().getFirst();
            if (t == 15) {
                group.setLearningRate(options.learningRate() / 3);
            }
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).gradient((t + i) % 5 == 0, random);
            }
            optimizer.step();
            for (Follower follower : followers) {
                follower.check(group.options(), t);
            }
        }
    }

    /// A parameter and, in double, what it should be.
    private static final class Follower {
        private final Tensor parameter;
        private final double[] expected;
        private final Reference[] rules;

        /// The largest value so far: what was rounded once stays so.
        private double largest;

        Follower(int length, OptimizerOptions<?> options, Random random) {
            parameter = Rules.parameter(normal(random, length));
            expected = doubles(parameter);
            rules = new Reference[length];
            for (int i = 0; i < length; i++) {
                rules[i] = Reference.of(options);
            }
        }

        Tensor parameter() {
            return parameter;
        }

        void gradient(boolean missing, Random random) {
            if (missing) {
                parameter.setGrad(null);
                return;
            }
            float[] gradient = normal(random, expected.length);
            float scale = (float) Math.pow(10, random.nextInt(-3, 4));
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = i % 7 == 3 ? 0 : scale * gradient[i];
            }
            parameter.setGrad(Tensor.of(gradient));
        }

        void check(OptimizerOptions<?> options, int t) {
            Tensor gradient = parameter.grad();
            double[] actual = doubles(parameter);
            for (int i = 0; i < expected.length; i++) {
                if (gradient != null) {
                    expected[i] = rules[i].step(expected[i], gradient.array().get(i), options);
                }
                largest = Math.max(largest, Math.abs(expected[i]));
            }
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("element %d of %d in step %d: %s, not %s", i, expected.length, t, actual[i], expected[i])
                        .isLessThanOrEqualTo((12 + t) * 0x1p-24 * largest);
            }
        }
    }

    static double[] doubles(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static Double[] boxed(double[] values) {
        Double[] boxes = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            boxes[i] = values[i];
        }
        return boxes;
    }
}
