package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Autograd;
import lanewise.autograd.GradMode;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.functional.ConvOptions;
import org.junit.jupiter.api.Test;

/// The gradient penalty of a Wasserstein critic, `10·mean((‖∂critic/∂x‖ − 1)²)` (Gulrajani et al. 2017,
/// arXiv:1704.00028): its parameter gradients against those that PyTorch 1.13 computes in float64.
class GradientPenaltyTest {
    private static final int[] FACTORS = {7, 3, 5, 2, 6, 9, 8, 10};

    @Test
    void ofAPerceptron() {
        var critic =
                new Sequential(new Linear(3, 4), new LeakyReLU(0.2), new Linear(4, 4), new Tanh(), new Linear(4, 1));
        check(
                critic,
                filled(4, 5, 3),
                7.63962874,
                new double[] {
                    0.00163395,
                    0.05124786,
                    0.73516833,
                    -0.17518761,
                    0.08890519,
                    1.03843521,
                    -0.64171457,
                    -0.58866539,
                    -2.87985456,
                    -0.04159518,
                    0.87006349,
                    3.78987575
                },
                new double[] {-0.08721494, 0.12204131, 0.05571679, 0.59416249},
                new double[] {
                    0.24731182, 0.54920234, 1.62097802, 3.13784559, -0.05984505, -0.15087992, -0.32248795, -0.60914810,
                    0.26800165, 0.68893695, 1.20679039, 2.24925678, -0.13620242, -0.33848663, -0.66406014, -1.25272317
                },
                new double[] {0.42702721, 0.10251381, -0.88175830, 0.31192939},
                new double[] {-0.69330388, 0.98475367, 3.62186126, -3.33342729});
    }

    @Test
    void ofALayerNormAndSmoothActivations() {
        var critic = new Sequential(
                new Linear(3, 4), new LayerNorm(4), new SiLU(), new Linear(4, 4), new Softplus(), new Linear(4, 1));
        check(
                critic,
                filled(4, 5, 3),
                9.71117675,
                new double[] {
                    -0.06741181,
                    -0.09032844,
                    0.34397677,
                    0.26907672,
                    -0.03132241,
                    -0.31255514,
                    -0.34343817,
                    0.12371149,
                    -0.01167681,
                    0.14177326,
                    -0.00206065,
                    -0.01974482
                },
                new double[] {0.47187406, -0.66157562, 0.21404053, -0.02433896},
                new double[] {0.45855836, -1.34884088, -0.00417911, -0.36754967},
                new double[] {-0.19978265, -0.03466788, 0.24728574, -0.04527780},
                new double[] {
                    2.38795859,
                    0.19418372,
                    1.13538601,
                    -0.04078182,
                    -2.37107842,
                    -0.06997869,
                    -1.15486556,
                    0.05895420,
                    0,
                    0,
                    0,
                    0,
                    1.92861360,
                    -0.03736902,
                    0.96083934,
                    -0.06233570
                },
                new double[] {-1.27125163, 0.45812554, 0, 0.24464168},
                new double[] {3.17911159, 3.18344122, 0.58493678, -1.35105424});
    }

    @Test
    void ofAConvolution() {
        var critic = new Sequential(
                new Conv2d(1, 2, 3, new ConvOptions().withStride(2).withPadding(1)),
                new GELU(),
                new Flatten(),
                new Linear(8, 1));
        check(
                critic,
                filled(4, 2, 1, 4, 4),
                6.06512397,
                new double[] {
                    0.02051112,
                    0.04388274,
                    0.19997371,
                    -0.00333641,
                    0.51006768,
                    0.20800322,
                    0.01175416,
                    0.15759558,
                    -0.33000191,
                    -0.67083678,
                    1.90045340,
                    0.31167033,
                    1.60215219,
                    2.61650502,
                    -3.50566123,
                    -0.70574054,
                    1.73102845,
                    -1.77360684
                },
                new double[] {-0.57856770, -5.51841648},
                new double[] {
                    -0.17887944, -1.12215526, -0.07671984, 0.41491770, -3.80461971, 2.30101072, 0.04738224, 2.65836048
                });
    }

    /// The last bias has no gradient: the penalty does not depend on it.
    private static void check(Sequential critic, Tensor x, double penalty, double[]... gradients) {
        List<Parameter> parameters = critic.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            try (GradMode _ = GradMode.noGrad()) {
                Parameter parameter = parameters.get(i);
                parameter.copy_(filled(FACTORS[i], parameter.shape().toArray()));
            }
        }
        x.requiresGrad_(true);
        Tensor slope = Autograd.grad(critic.call(x).sum(), x, true);
        Tensor loss =
                slope.flatten(1, -1).norm(2, false, 1).sub(1).square().mean().mul(10);
        loss.backward();
        assertThat((double) loss.item()).isCloseTo(penalty, within(1e-5));
        for (int i = 0; i < gradients.length; i++) {
            float[] actual = Objects.requireNonNull(parameters.get(i).grad()).toArray();
            assertThat(actual).hasSize(gradients[i].length);
            for (int k = 0; k < actual.length; k++) {
                assertThat((double) actual[k])
                        .as("parameter %d, element %d", i, k)
                        .isCloseTo(gradients[i][k], within(2e-5));
            }
        }
        assertThat(parameters).hasSize(gradients.length + 1);
        assertThat(parameters.getLast().grad()).isNull();
    }

    /// `((i·factor) mod 11 − 5)/8`, which float32 holds exactly.
    private static Tensor filled(int factor, int... sizes) {
        float[] elements = new float[Shape.of(sizes).elements()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (i * factor % 11 - 5) / 8f;
        }
        return Tensor.of(Shape.of(sizes), elements);
    }
}
