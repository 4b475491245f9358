package lanewise.engine.simd;

import lanewise.engine.testing.NormalDistribution;

/// Functions of floats in double, to some 1e-13 of the result. Nine floats in ten are so near 0 or so far from it
/// that two or three terms of a series or a limit are exact enough, and much faster.
enum DoubleReference {
    EXP {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? 1 + x * (1 + x * (1 / 2.0 + x / 6)) : Math.exp(bounded(x, 1e3));
        }
    },
    EXPM1 {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? x * (1 + x * (1 / 2.0 + x * (1 / 6.0 + x / 24))) : Math.expm1(bounded(x, 1e3));
        }
    },
    LOG {
        @Override
        double of(double x) {
            return Math.log(x);
        }
    },
    LOG1P {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? x * (1 - x * (1 / 2.0 - x * (1 / 3.0 - x * (1 / 4.0 - x / 5)))) : Math.log1p(x);
        }
    },
    SIGMOID {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? 0.5 + x * (1 / 4.0 - x * x / 48) : NormalDistribution.logistic(bounded(x, 1e3));
        }
    },
    TANH {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY
                    ? x * (1 - x * x * (1 / 3.0 - x * x * 2 / 15))
                    : Math.abs(x) > 20 ? Math.signum(x) : Math.tanh(x);
        }
    },
    ERF {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY
                    ? TWO_OVER_ROOT_PI * (x * (1 - x * x * (1 / 3.0 - x * x / 10)))
                    : Math.abs(x) > 7 ? Math.signum(x) : NormalDistribution.erf(x);
        }
    },
    SIN {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? x * (1 - x * x * (1 / 6.0 - x * x / 120)) : Math.sin(x);
        }
    },

    TAN {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? x * (1 + x * x * (1 / 3.0 + x * x * 2 / 15)) : Math.tan(x);
        }
    },
    ATAN {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? x * (1 - x * x * (1 / 3.0 - x * x / 5)) : Math.atan(x);
        }
    },
    EXP2 {
        @Override
        double of(double x) {
            return EXP.of(LN_2 * bounded(x, 1e3));
        }
    },
    LOG2 {
        @Override
        double of(double x) {
            return Math.log(x) / LN_2;
        }
    },
    LOG10 {
        @Override
        double of(double x) {
            return Math.log10(x);
        }
    },
    SINH {
        @Override
        double of(double x) {
            if (Math.abs(x) < TINY) {
                return x * (1 + x * x * (1 / 6.0 + x * x / 120));
            }
            if (Math.abs(x) < 1) {
                double e = Math.expm1(x);
                return (e + e / (e + 1)) / 2;
            }
            double e = Math.exp(bounded(x, 500));
            return (e - 1 / e) / 2;
        }
    },
    COSH {
        @Override
        double of(double x) {
            if (Math.abs(x) < TINY) {
                return 1 + x * x * (1 / 2.0 + x * x / 24);
            }
            double e = Math.exp(bounded(x, 500));
            return (e + 1 / e) / 2;
        }
    },

    /// To 1e-15 of 1, as `1 − Φ(10)` is 8e-24.
    NORMAL_CDF {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY
                    ? 0.5 + DENSITY_AT_0 * x * (1 - x * x * (1 / 6.0 - x * x / 40))
                    : Math.abs(x) > 10 ? (x < 0 ? 0 : 1) : NormalDistribution.cdf(x);
        }
    },

    /// `x·Φ(x)`
    GELU {
        @Override
        double of(double x) {
            return x < -10 ? 0 : x > 10 ? x : x * NORMAL_CDF.of(x);
        }
    },

    /// `x·φ(x)`, with the density of the standard normal distribution; NaN at infinity, as PyTorch has it
    WEIGHTED_DENSITY {
        @Override
        double of(double x) {
            return Math.abs(x) > 40 ? x * 0 : x * (DENSITY_AT_0 * EXP.of(-0.5 * x * x));
        }
    },
    COS {
        @Override
        double of(double x) {
            return Math.abs(x) < TINY ? 1 - x * x * (1 / 2.0 - x * x / 24) : Math.cos(x);
        }
    };

    /// The first term that is left out is below 1e-15 of the result.
    private static final double TINY = 0x1p-12;

    private static final double LN_2 = Math.log(2);

    private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    abstract double of(double x);

    /// Beyond the bound, of which the function is at its limit; a NaN stays.
    private static double bounded(double x, double bound) {
        return x > bound ? bound : x < -bound ? -bound : x;
    }
}
