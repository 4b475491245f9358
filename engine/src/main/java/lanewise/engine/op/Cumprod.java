package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Shape;

/// The products up to each element along a dimension, `yᵢ = Πⱼ xⱼ over j ≤ i`, multiplied in double. The shape
/// stays.
///
///     dxⱼ = (Π xₖ over k < j)·sⱼ,  where sⱼ = dyⱼ + xⱼ₊₁·sⱼ₊₁
///
/// Nothing is divided, so zeros are like other numbers.
public final class Cumprod extends RowScan {
    private final int dimension;

    /// Along `dimension`; a negative one counts from the end.
    public Cumprod(int dimension) {
        super(dimension);
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return "cumprod";
    }

    @Override
    void scan(float[] x, int at, int n, float[] y, int yo) {
        double product = 1;
        for (int i = 0; i < n; i++) {
            product *= x[at + i];
            y[yo + i] = (float) product;
        }
    }

    @Override
    void gradient(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        double before = 1;
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = (float) before;
            before *= x[at + i];
        }
        double after = 0;
        for (int i = n - 1; i >= 0; i--) {
            after += dy[dyo + i];
            dx[dxo + i] = (float) (dx[dxo + i] * after);
            after *= x[at + i];
        }
    }

    /// Without zeros `dxⱼ = (Σᵢ dyᵢ·yᵢ over i ≥ j)/xⱼ`, as PyTorch; with them step by step, an operation an
    /// element.
    @Override
    public void gradient(Recorder recorder) {
        if (!recorder.wants(0)) {
            return;
        }
        Variable x = recorder.input(0);
        Variable dy = recorder.outputGradient();
        Shape shape = x.shape();
        if (shape.rank() == 0) {
            recorder.contribute(0, dy);
            return;
        }
        boolean hasZero = false;
        for (float value : x.array().toArray()) {
            hasZero |= value == 0;
        }
        int axis = shape.axis(dimension);
        recorder.contribute(
                0,
                hasZero
                        ? stepByStep(x, dy, axis)
                        : sums(dy.mul(x.apply(this)), axis).div(x));
    }

    /// The sums from each element on.
    private static Variable sums(Variable x, int axis) {
        return x.apply(new Flip(axis)).apply(new Cumsum(axis)).apply(new Flip(axis));
    }

    private static Variable stepByStep(Variable x, Variable dy, int axis) {
        int n = x.shape().dim(axis);
        Variable[] before = new Variable[n];
        Variable[] gradient = new Variable[n];
        Variable[] factors = new Variable[n];
        for (int j = 0; j < n; j++) {
            factors[j] = x.apply(new Narrow(axis, j, 1));
            before[j] = j < 2 ? factors[0] : before[j - 1].mul(factors[j - 1]);
        }
        Variable after = dy.apply(new Narrow(axis, n - 1, 1));
        for (int j = n - 1; j >= 0; j--) {
            gradient[j] = j == 0 ? after : after.mul(before[j]);
            after = j == 0 ? after : after.mul(factors[j]).add(dy.apply(new Narrow(axis, j - 1, 1)));
        }
        Variable[] rest = Arrays.copyOfRange(gradient, 1, n);
        return gradient[0].apply(new Concat(axis), rest);
    }
}
