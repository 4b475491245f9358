package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import lanewise.bench.Movement;
import lanewise.bench.ScalarOptimizer;
import org.jspecify.annotations.Nullable;

/// A contender that computes everything by the formula, in double where a sum is long: what the others are held
/// against.
public final class PlainLoops implements Contender {
    private static final double LARGEST = 3e7;

    /// For [Child].
    public PlainLoops() {}

    @Override
    public String name() {
        return "loops";
    }

    @Override
    public String start(int threads) {
        return "plain loops";
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return switch (problem) {
            case Problem.Product product when product.flops() < LARGEST -> once("product", () -> product(product));
            case Problem.Elementwise function
            when function.length() < LARGEST / 1000 -> once("result", () -> elementwise(function));
            case Problem.Moved moved -> once("result", () -> moved(moved));
            case Problem.Rows rows
            when rows.function() == Problem.RowFunction.SOFTMAX -> once("result", () -> softmax(rows, false));
            case Problem.Rows rows
            when rows.function() == Problem.RowFunction.LOG_SOFTMAX -> once("result", () -> softmax(rows, true));
            case Problem.Rows rows
            when rows.function() == Problem.RowFunction.LAYER_NORM -> once("result", () -> layerNorm(rows));
            case Problem.Rows rows when rows.function() == Problem.RowFunction.CROSS_ENTROPY -> new CrossEntropy(rows);
            case Problem.Step step when step.parameters() != ParameterSet.LARGE -> new Step(step);
            case Problem.Tutorial tutorial -> new PlainTutorial();
            default -> null;
        };
    }

    private interface Computation {
        float[] compute();
    }

    private static Work once(String part, Computation computation) {
        return new Work() {
            private float[] result = {};

            @Override
            public void run() {
                result = computation.compute();
            }

            @Override
            public void result(Digest digest) {
                digest.add(part, result);
            }
        };
    }

    private static float[] product(Problem.Product p) {
        float[] a = Inputs.normal(1, p.m() * p.k());
        float[] b = Inputs.normal(2, p.k() * p.n());
        float[] c = new float[p.m() * p.n()];
        for (int i = 0; i < p.m(); i++) {
            for (int j = 0; j < p.n(); j++) {
                double sum = 0;
                for (int l = 0; l < p.k(); l++) {
                    float left = a[p.aTransposed() ? l * p.m() + i : i * p.k() + l];
                    float right = b[p.bTransposed() ? j * p.k() + l : l * p.n() + j];
                    sum += (double) left * right;
                }
                c[i * p.n() + j] = (float) sum;
            }
        }
        return c;
    }

    private static float[] elementwise(Problem.Elementwise problem) {
        float[] a = Inputs.argument(problem);
        float[] b = Inputs.normal(2, problem.length());
        if (problem.function() == Problem.Function.SUM) {
            double sum = 0;
            for (float number : a) {
                sum += number;
            }
            return new float[] {(float) sum};
        }
        float[] y = new float[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) value(problem.function(), a[i], b[i]);
        }
        return y;
    }

    private static double value(Problem.Function function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case MUL -> a * b;
            case RELU -> Math.max(a, 0);
            case EXP -> Math.exp(a);
            case LOG -> Math.log(a);
            case SIGMOID -> 1 / (1 + Math.exp(-a));
            case TANH -> Math.tanh(a);
            case GELU -> a * normalDistribution(a);
            case GELU_TANH -> a / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (a + 0.044715 * a * a * a)));
            case SUM -> throw new IllegalArgumentException("no function of one element");
        };
    }

    /// By Simpson's rule from 0.
    private static double normalDistribution(double x) {
        int pieces = 64;
        double h = x / pieces;
        double sum = 1 + Math.exp(-x * x / 2);
        for (int i = 1; i < pieces; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-i * h * i * h / 2);
        }
        return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    private static float[] moved(Problem.Moved moved) {
        Movement movement = switch (moved.movement()) {
            case COLUMN_SUM -> Movement.COLUMN_SUM;
            case TRANSPOSED -> Movement.TRANSPOSE;
            case STRIDED -> Movement.EVERY_SECOND;
        };
        float[] y = new float[movement.results(moved.rows(), moved.columns())];
        movement.loop(Inputs.positive(1, moved.rows() * moved.columns()), moved.rows(), moved.columns(), y);
        return y;
    }

    private static float[] softmax(Problem.Rows rows, boolean logarithm) {
        float[] x = Inputs.normal(1, rows.rows() * rows.columns());
        float[] y = new float[x.length];
        for (int row = 0; row < x.length; row += rows.columns()) {
            double sum = 0;
            for (int j = row; j < row + rows.columns(); j++) {
                sum += Math.exp(x[j]);
            }
            for (int j = row; j < row + rows.columns(); j++) {
                y[j] = (float) (logarithm ? x[j] - Math.log(sum) : Math.exp(x[j]) / sum);
            }
        }
        return y;
    }

    private static float[] layerNorm(Problem.Rows rows) {
        float[] y = Inputs.normal(1, rows.rows() * rows.columns());
        float[] scale = Inputs.normal(2, rows.columns());
        float[] shift = Inputs.normal(3, rows.columns());
        for (int row = 0; row < y.length; row += rows.columns()) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < rows.columns(); j++) {
                mean += y[row + j] / (double) rows.columns();
            }
            for (int j = 0; j < rows.columns(); j++) {
                variance += (y[row + j] - mean) * (y[row + j] - mean) / rows.columns();
            }
            for (int j = 0; j < rows.columns(); j++) {
                y[row + j] = (float) ((y[row + j] - mean) / Math.sqrt(variance + 1e-5) * scale[j] + shift[j]);
            }
        }
        return y;
    }

    private static final class CrossEntropy implements Work {
        private final Problem.Rows rows;
        private float[] gradient = {};
        private double loss;

        CrossEntropy(Problem.Rows rows) {
            this.rows = rows;
        }

        @Override
        public void run() {
            gradient = softmax(rows, false);
            loss = 0;
            long[] labels = Inputs.labels(rows.rows(), rows.columns());
            for (int i = 0; i < labels.length; i++) {
                int at = i * rows.columns() + (int) labels[i];
                loss -= Math.log(gradient[at]) / labels.length;
                gradient[at] -= 1;
            }
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] /= labels.length;
            }
        }

        @Override
        public void result(Digest digest) {
            digest.add("loss", (float) loss);
            digest.add("gradient", gradient);
        }
    }

    private static final class Step implements Work {
        private final List<float[]> parameters = new ArrayList<>();
        private final List<float[]> gradients = new ArrayList<>();
        private final List<ScalarOptimizer> optimizers = new ArrayList<>();

        Step(Problem.Step step) {
            ParameterSet set = step.parameters();
            for (int i = 0; i < set.shapes.size(); i++) {
                parameters.add(Inputs.parameter(set, i));
                gradients.add(Inputs.gradient(set, i));
                optimizers.add(step.rule().scalar(set.shapes.get(i)));
            }
        }

        @Override
        public void run() {
            for (int i = 0; i < parameters.size(); i++) {
                optimizers.get(i).update(parameters.get(i), gradients.get(i));
            }
        }

        @Override
        public void result(Digest digest) {
            parameters.forEach(parameter -> digest.add("parameters", parameter));
        }
    }
}
