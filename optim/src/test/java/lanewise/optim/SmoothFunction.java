package lanewise.optim;

/// Functions to minimize, with their gradients and starts.
enum SmoothFunction {
    /// `Σ 100·(xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)²`
    ROSENBROCK(-1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1) {
        @Override
        double at(double[] x, double[] g) {
            double f = 0;
            for (int i = 0; i < x.length - 1; i++) {
                double a = x[i + 1] - x[i] * x[i];
                double b = 1 - x[i];
                f += 100 * a * a + b * b;
                g[i] += -400 * a * x[i] - 2 * b;
                g[i + 1] += 200 * a;
            }
            return f;
        }
    },

    /// `mean (A·x − b)²`
    LEAST_SQUARES(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) {
        @Override
        double at(double[] x, double[] g) {
            double f = 0;
            for (int i = 0; i < ROWS; i++) {
                double residual = row(i, x) - (float) Math.sin(2 + 5 * i);
                f += residual * residual / ROWS;
                addRow(i, 2 * residual / ROWS, g);
            }
            return f;
        }
    },

    /// The mean cross entropy of `σ(A·x)` and labels, and `0.05·‖x‖²`
    LOGISTIC(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5) {
        @Override
        double at(double[] x, double[] g) {
            double f = 0;
            for (int i = 0; i < x.length; i++) {
                f += 0.05 * x[i] * x[i];
                g[i] += 0.1 * x[i];
            }
            for (int i = 0; i < ROWS; i++) {
                double z = row(i, x);
                double label = i * i % 3 == 1 ? 1 : 0;
                f += (Math.log1p(Math.exp(z)) - label * z) / ROWS;
                addRow(i, (1 / (1 + Math.exp(-z)) - label) / ROWS, g);
            }
            return f;
        }
    },

    /// `Σ xᵢ⁴ + cos 3xᵢ, and (Σ xᵢ − 3)²`
    WAVY(1.5, -2, 0.25, 4) {
        @Override
        double at(double[] x, double[] g) {
            double sum = -3;
            for (double element : x) {
                sum += element;
            }
            double f = sum * sum;
            for (int i = 0; i < x.length; i++) {
                f += Math.pow(x[i], 4) + Math.cos(3 * x[i]);
                g[i] += 4 * Math.pow(x[i], 3) - 3 * Math.sin(3 * x[i]) + 2 * sum;
            }
            return f;
        }
    };

    private static final int ROWS = 40;

    final double[] start;

    SmoothFunction(double... start) {
        this.start = start;
    }

    /// The value at `x`; adds the gradient to `g`.
    abstract double at(double[] x, double[] g);

    private static float element(int i, int j) {
        return (float) Math.cos(1 + 7 * i + 3 * j);
    }

    private static double row(int i, double[] x) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += element(i, j) * x[j];
        }
        return sum;
    }

    private static void addRow(int i, double factor, double[] g) {
        for (int j = 0; j < g.length; j++) {
            g[j] += factor * element(i, j);
        }
    }
}
