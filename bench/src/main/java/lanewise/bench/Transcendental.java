package lanewise.bench;

import lanewise.engine.simd.Exponential;
import lanewise.engine.simd.Hyperbolic;
import lanewise.engine.simd.Logarithm;
import lanewise.engine.simd.Logistic;
import lanewise.engine.simd.Trigonometry;

/// The functions that [TranscendentalBenchmark] times, each with its plain loop.
public enum Transcendental {
    /// `y = e^x`
    EXP(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Exponential.exp(x, 0, 0f, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.exp(x[i]);
            }
        }
    },

    /// `y = e^x − 1`
    EXPM1(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Exponential.expm1(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.expm1(x[i]);
            }
        }
    },

    /// `y = ln x`
    LOG(true) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logarithm.log(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.log(x[i]);
            }
        }
    },

    /// `y = ln(1 + x)`
    LOG1P(true) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logarithm.log1p(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.log1p(x[i]);
            }
        }
    },

    /// `y = 1/(1 + e^-x)`
    SIGMOID(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logistic.sigmoid(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) (1 / (1 + Math.exp(-x[i])));
            }
        }
    },

    /// `y = tanh x`
    TANH(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logistic.tanh(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.tanh(x[i]);
            }
        }
    },

    /// `y = sin x`
    SIN(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Trigonometry.sin(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.sin(x[i]);
            }
        }
    },

    /// `y = cos x`
    COS(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Trigonometry.cos(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.cos(x[i]);
            }
        }
    },

    /// `y = 2^x`
    EXP2(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Exponential.exp2(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.pow(2, x[i]);
            }
        }
    },

    /// `y = log₂ x`
    LOG2(true) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logarithm.log2(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) (Math.log(x[i]) / LN_2);
            }
        }
    },

    /// `y = log₁₀ x`
    LOG10(true) {
        @Override
        void run(float[] x, float[] y, int length) {
            Logarithm.log10(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.log10(x[i]);
            }
        }
    },

    /// `y = sinh x`
    SINH(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Hyperbolic.sinh(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.sinh(x[i]);
            }
        }
    },

    /// `y = cosh x`
    COSH(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Hyperbolic.cosh(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.cosh(x[i]);
            }
        }
    },

    /// `y = tan x`
    TAN(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Trigonometry.tan(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.tan(x[i]);
            }
        }
    },

    /// `y = arctan x`
    ATAN(false) {
        @Override
        void run(float[] x, float[] y, int length) {
            Trigonometry.atan(x, 0, y, 0, length);
        }

        @Override
        void loop(float[] x, float[] y, int length) {
            for (int i = 0; i < length; i++) {
                y[i] = (float) Math.atan(x[i]);
            }
        }
    };

    static final double LN_2 = Math.log(2);

    final boolean positive;

    /// @param positive whether it wants numbers above 0
    Transcendental(boolean positive) {
        this.positive = positive;
    }

    /// `for i in [0, length): y[i] = f(x[i])`, the library's.
    abstract void run(float[] x, float[] y, int length);

    /// The same by a plain loop.
    abstract void loop(float[] x, float[] y, int length);
}
