package lanewise.bench;

import lanewise.engine.op.Add;
import lanewise.engine.op.Exp;
import lanewise.engine.op.Gelu;
import lanewise.engine.op.GeluTanh;
import lanewise.engine.op.Log;
import lanewise.engine.op.Operation;
import lanewise.engine.op.Relu;
import lanewise.engine.op.Sigmoid;
import lanewise.engine.op.Sum;
import lanewise.engine.op.Tanh;
import lanewise.engine.op.Xlogy;

/// The operations that [ElementwiseBenchmark] times, each with its plain loop.
public enum Elementwise {
    /// `y = a + b`
    ADD(Add.ADD, 12, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = a[i] + b[i];
            }
        }
    },

    /// `y = a·ln b`
    XLOGY(Xlogy.XLOGY, 12, true) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) (a[i] * Math.log(b[i]));
            }
        }
    },

    /// `y = max(a, 0)`
    RELU(Relu.RELU, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = Math.max(a[i], 0f);
            }
        }
    },

    /// `y = exp(a)`
    EXP(Exp.EXP, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.exp(a[i]);
            }
        }
    },

    /// `y = log(a)`
    LOG(Log.LOG, 8, true) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.log(a[i]);
            }
        }
    },

    /// `y = tanh(a)`
    TANH(Tanh.TANH, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.tanh(a[i]);
            }
        }
    },

    /// `y = 1/(1 + exp(−a))`
    SIGMOID(Sigmoid.SIGMOID, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) (1 / (1 + Math.exp(-a[i])));
            }
        }
    },

    /// `y = a·Φ(a)`
    GELU(Gelu.GELU, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) (0.5 * a[i] * (1 + erf(a[i] * ROOT_HALF)));
            }
        }
    },

    /// `y = a/2·(1 + tanh(√(2/π)·(a + 0.044715·a³)))`
    GELU_TANH(GeluTanh.GELU_TANH, 8, false) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float)
                        (0.5 * a[i] * (1 + Math.tanh(ROOT_TWO_OVER_PI * (a[i] + 0.044715 * a[i] * a[i] * a[i]))));
            }
        }
    },

    /// `y[0] = sum of a`, in double, since a million floats added one by one in float lose half of their digits.
    SUM(new Sum(new int[0], false), 4, true) {
        @Override
        void loop(float[] a, float[] b, float[] y, int length) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += a[i];
            }
            y[0] = (float) sum;
        }
    };

    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

    final Operation operation;
    final int bytesAnElement;
    final boolean positive;

    /// @param bytesAnElement read and written
    /// @param positive whether the operation wants numbers above 0
    Elementwise(Operation operation, int bytesAnElement, boolean positive) {
        this.operation = operation;
        this.bytesAnElement = bytesAnElement;
        this.positive = positive;
    }

    /// Whether there are two operands.
    boolean isBinary() {
        return this == ADD || this == XLOGY;
    }

    abstract void loop(float[] a, float[] b, float[] y, int length);

    /// Abramowitz and Stegun 7.1.26, to 1.5e-7.
    public static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.copySign(1 - polynomial * Math.exp(-x * x), x);
    }
}
