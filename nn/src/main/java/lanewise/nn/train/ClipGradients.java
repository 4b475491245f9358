package lanewise.nn.train;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.optim.GradientClipping;

/// Keeps the gradients of all the optimizer's parameters within bounds before each step; see [GradientClipping].
public final class ClipGradients implements Callback {
    private final boolean byNorm;
    private final double bound;

    private ClipGradients(boolean byNorm, double bound) {
        if (!(bound >= 0)) {
            throw new IllegalArgumentException("ClipGradients: the bound is " + bound + "; it must be 0 or above");
        }
        this.byNorm = byNorm;
        this.bound = bound;
    }

    /// Scales all of them such that their Euclidean norm, as if they were one vector, is at most `maxNorm`.
    ///
    /// @throws IllegalArgumentException if it is negative or NaN
    public static ClipGradients norm(double maxNorm) {
        return new ClipGradients(true, maxNorm);
    }

    /// Bounds each element by `clipValue` from above and by its negative from below.
    ///
    /// @throws IllegalArgumentException if it is negative or NaN
    public static ClipGradients value(double clipValue) {
        return new ClipGradients(false, clipValue);
    }

    @Override
    public void afterBackward(Trainer<?, ?> trainer) {
        List<Tensor> parameters = trainer.parameters();
        if (byNorm) {
            GradientClipping.clipGradNorm_(parameters, bound);
        } else {
            GradientClipping.clipGradValue_(parameters, bound);
        }
    }
}
