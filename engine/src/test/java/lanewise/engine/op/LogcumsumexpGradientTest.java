package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Against the definition in double, where all three inputs are free.
class LogcumsumexpGradientTest {
    private static double[] inDouble(double[][] inputs, int rows, int n) {
        double[] g = new double[rows * n];
        for (int i = 0; i < g.length; i++) {
            for (int k = i; k < (i / n + 1) * n; k++) {
                g[i] += inputs[2][k] * Math.exp(inputs[0][i] - inputs[1][k]);
            }
        }
        return g;
    }

    @Test
    void isWhatItsFormulaSays() {
        Shape shape = Shape.of(3, 4);
        NDArray x = OracleCheck.random(shape, 1);
        NDArray y = new Logcumsumexp(1).forward(x);
        NDArray dy = OracleCheck.random(shape, 2);
        OracleCheck.check(() -> new LogcumsumexpGradient(-1), inputs -> inDouble(inputs, 3, 4), x, y, dy);
    }
}
