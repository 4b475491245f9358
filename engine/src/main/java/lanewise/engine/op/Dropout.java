package lanewise.engine.op;

import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.Product;
import org.jspecify.annotations.Nullable;

/// Dropout: each element is zero with probability `p`, otherwise `x/(1 − p)`, so that the expectation stays. The
/// shape stays.
///
///     y = m·x,  dx = m·dy,  where m is 0 or 1/(1 − p)
///
/// An instance serves one forward pass, whose mask it holds. Srivastava et al. 2014, "Dropout: a simple way to
/// prevent neural networks from overfitting".
public final class Dropout extends Operation {
    private final double p;
    private final Generator generator;
    private @Nullable NDArray mask;

    /// With masks drawn from `generator`.
    ///
    /// @throws IllegalArgumentException if `p` is not in [0, 1]
    public Dropout(double p, Generator generator) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("dropout: p is " + p + "; it must be from 0 to 1");
        }
        this.p = p;
        this.generator = generator;
    }

    @Override
    public String name() {
        return "dropout";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        NDArray drawn = NDArray.empty(x.shape());
        generator.fillBernoulli(drawn, 1 - p, p < 1 ? (float) (1 / (1 - p)) : 0f);
        mask = drawn;
        NDArray y = NDArray.empty(x.shape());
        multiply(x, drawn, false, y);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        if (mask == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        boolean add = dx.contribute() == Write.ADD;
        multiply(pass.outputGradient(), mask, add, dx.array());
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private static void multiply(NDArray a, NDArray b, boolean add, NDArray y) {
        Product.run(a.data(), a.offset(), b.data(), b.offset(), add, y.data(), y.offset(), y.elements());
    }

    @Override
    public void gradient(Recorder recorder) {
        if (mask == null) {
            throw new IllegalStateException(message("backward comes after forward"));
        }
        Variable dy = recorder.outputGradient();
        recorder.contribute(0, dy.mul(dy.constant(mask)));
    }
}
