package lanewise.autograd;

import java.util.List;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Whole expressions against double precision: values and gradients.
class ExpressionTest {
    private static final Shape SCALAR = Shape.of();

    @Test
    void aPolynomialOfScalarsOverAVector() {
        Tensor x = Tensor.linspace(-1, 1, 37);
        float[] xs = x.toArray();
        GradientCheck.on(-1, 1, SCALAR, SCALAR, SCALAR, SCALAR)
                .matches(
                        p -> p[0].add(p[1].mul(x))
                                .add(p[2].mul(x.pow(2)))
                                .add(p[3].mul(x.pow(3)))
                                .sub(x.sin())
                                .pow(2)
                                .mean(),
                        p -> {
                            double sum = 0;
                            for (double v : xs) {
                                double y = p[0][0] + p[1][0] * v + p[2][0] * v * v + p[3][0] * v * v * v;
                                sum += Math.pow(y - Math.sin(v), 2);
                            }
                            return sum / xs.length;
                        });
    }

    @Test
    void twoLayersByMatmul() {
        int b = 5;
        int in = 7;
        int hidden = 19;
        int out = 3;
        GradientCheck.on(-1, 1, Shape.of(b, in), Shape.of(in, hidden), Shape.of(hidden, out))
                .matches(p -> p[0].mm(p[1]).clampMin(0).mm(p[2]).square().mean(), p -> {
                    double sum = 0;
                    for (int i = 0; i < b; i++) {
                        for (int o = 0; o < out; o++) {
                            double y = 0;
                            for (int h = 0; h < hidden; h++) {
                                double a = 0;
                                for (int k = 0; k < in; k++) {
                                    a += p[0][i * in + k] * p[1][k * hidden + h];
                                }
                                y += Math.max(a, 0) * p[2][h * out + o];
                            }
                            sum += y * y;
                        }
                    }
                    return sum / (b * out);
                });
    }

    @Test
    void elementwiseFunctionsInARow() {
        GradientCheck.on(0.2f, 1.5f, Shape.of(23), Shape.of(23))
                .matches(
                        p -> p[0].exp()
                                .log1p()
                                .mul(p[1].tanh())
                                .div(p[0].sqrt().add(p[1].rsqrt()))
                                .add(p[0].sigmoid().mul(p[1].cos()))
                                .sub(p[1].log().mul(p[0].reciprocal()))
                                .add(p[0].pow(p[1]))
                                .mean(),
                        p -> {
                            double sum = 0;
                            for (int i = 0; i < 23; i++) {
                                double x = p[0][i];
                                double y = p[1][i];
                                sum += Math.log1p(Math.exp(x)) * Math.tanh(y) / (Math.sqrt(x) + 1 / Math.sqrt(y));
                                sum += Math.cos(y) / (1 + Math.exp(-x)) - Math.log(y) / x + Math.pow(x, y);
                            }
                            return sum / 23;
                        });
    }

    @Test
    void broadcastingInEveryDirection() {
        GradientCheck.on(0.5f, 2, Shape.of(4, 1, 3), Shape.of(5, 1), Shape.of(3), SCALAR)
                .matches(
                        p -> p[0].mul(p[1])
                                .add(p[2])
                                .div(p[3])
                                .sub(p[1])
                                .square()
                                .mean(),
                        p -> {
                            double sum = 0;
                            for (int i = 0; i < 4; i++) {
                                for (int j = 0; j < 5; j++) {
                                    for (int k = 0; k < 3; k++) {
                                        double y = (p[0][3 * i + k] * p[1][j] + p[2][k]) / p[3][0] - p[1][j];
                                        sum += y * y;
                                    }
                                }
                            }
                            return sum / 60;
                        });
    }

    @Test
    void viewsOfViews() {
        GradientCheck.on(-1, 1, Shape.of(4, 6))
                .matches(
                        p -> {
                            Tensor x = p[0];
                            Tensor rows = x.t().narrow(0, 1, 4).slice(1, 0, 4, 2); // [4, 2] of x[0::2, 1:5]ᵀ
                            Tensor column =
                                    x.select(1, 5).unsqueeze(0).expand(2, 4).t(); // [4, 2]
                            return rows.mul(column)
                                    .reshape(2, 4)
                                    .permute(1, 0)
                                    .flatten()
                                    .mul(x.reshape(-1).narrow(0, 3, 8))
                                    .sum();
                        },
                        p -> {
                            double[] x = p[0];
                            double sum = 0;
                            for (int i = 0; i < 8; i++) {
                                // position i of a [2, 4] transposed: (i % 2, i / 2), in [4, 2] order 4·(i % 2) + i / 2
                                int at = 4 * (i % 2) + i / 2;
                                int r = at / 2;
                                int c = at % 2;
                                sum += x[6 * (2 * c) + 1 + r] * x[6 * r + 5] * x[3 + i];
                            }
                            return sum;
                        });
    }

    @Test
    void softmaxAndItsLogarithm() {
        GradientCheck.on(-2, 2, Shape.of(3, 21), Shape.of(3, 21))
                .matches(p -> p[0].softmax(1).mul(p[1].logSoftmax(-1)).sum(), p -> {
                    double sum = 0;
                    for (int r = 0; r < 3; r++) {
                        double a = 0;
                        double b = 0;
                        for (int i = 0; i < 21; i++) {
                            a += Math.exp(p[0][21 * r + i]);
                            b += Math.exp(p[1][21 * r + i]);
                        }
                        for (int i = 0; i < 21; i++) {
                            sum += Math.exp(p[0][21 * r + i]) / a * (p[1][21 * r + i] - Math.log(b));
                        }
                    }
                    return sum;
                });
    }

    @Test
    void joiningChoosingAndReducing() {
        LongTensor index = LongTensor.of(2, 0, 2);
        BoolTensor mask = BoolTensor.of(Shape.of(3, 2), true, false, false, true, true, false);
        GradientCheck.on(-1, 1, Shape.of(3, 2), Shape.of(3, 2))
                .matches(
                        p -> {
                            Tensor joined = Tensor.cat(List.of(p[0], p[1].mul(2)), 1); // [3, 4]
                            Tensor stacked =
                                    Tensor.stack(List.of(p[0], p[1]), 0).sum(0); // [3, 2]
                            Tensor chosen = p[0].where(mask, p[1]).indexSelect(0, index); // [3, 2]
                            return joined.square()
                                    .sum(1)
                                    .mean()
                                    .add(stacked.mul(chosen).sum())
                                    .add(p[1].max());
                        },
                        p -> {
                            boolean[] first = mask.toArray();
                            long[] rows = index.toArray();
                            double sum = 0;
                            double greatest = Double.NEGATIVE_INFINITY;
                            for (int i = 0; i < 6; i++) {
                                sum += (p[0][i] * p[0][i] + 4 * p[1][i] * p[1][i]) / 3;
                                int from = (int) (2 * rows[i / 2] + i % 2);
                                sum += (p[0][i] + p[1][i]) * (first[from] ? p[0][from] : p[1][from]);
                                greatest = Math.max(greatest, p[1][i]);
                            }
                            return sum + greatest;
                        });
    }

    @Test
    void batchesOfMatrices() {
        GradientCheck.on(-1, 1, Shape.of(2, 1, 3, 4), Shape.of(5, 4, 2))
                .matches(p -> p[0].matmul(p[1]).square().mean(), p -> {
                    double sum = 0;
                    for (int b = 0; b < 2; b++) {
                        for (int c = 0; c < 5; c++) {
                            for (int i = 0; i < 6; i++) {
                                double y = 0;
                                for (int k = 0; k < 4; k++) {
                                    y += p[0][12 * b + 4 * (i / 2) + k] * p[1][8 * c + 2 * k + i % 2];
                                }
                                sum += y * y;
                            }
                        }
                    }
                    return sum / 60;
                });
    }
}
