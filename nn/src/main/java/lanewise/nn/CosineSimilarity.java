package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Cosine of the angle between vectors along one dimension.
public final class CosineSimilarity extends Module {
    private final int dim;
    private final double eps;

    /// With PyTorch's defaults.
    public CosineSimilarity() {
        this(1, 1e-8);
    }

    /// With all options.
    ///
    /// @param dim the dimension of the vectors
    /// @param eps what a norm counts at least
    public CosineSimilarity(int dim, double eps) {
        this.dim = dim;
        this.eps = eps;
    }

    /// The similarities.
    ///
    /// @return the shape that the two broadcast to, without `dim`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor x1, Tensor x2) {
        return hooked(this, CosineSimilarity::forward, x1, x2);
    }

    private Tensor forward(Tensor x1, Tensor x2) {
        return Functional.cosineSimilarity(x1, x2, dim, eps);
    }
}
