package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.NormSets;
import org.jspecify.annotations.Nullable;

/// Batch normalisation (Ioffe and Szegedy 2015, arXiv:1502.03167) of `x [n, c, ...]`: each channel is brought to
/// mean 0 and variance 1 over everything else, then scaled and shifted. Inputs `x`, if wanted `weight [c]`, and
/// then if wanted `bias [c]`.
///
///     y = x̂·w + b,  x̂ = (x − mean)·r,  r = 1/√(var + ε)
///     dx = r·(g − mean(g) − x̂·mean(g·x̂)),  g = dy·w;  dw = Σ dy·x̂,  db = Σ dy
///
/// In training mean and variance are those of the batch, and the running ones follow them; otherwise they are the
/// running ones, and `dx = r·g`.
public final class BatchNorm extends ChannelNormalization {
    private final @Nullable RunningStatistics running;
    private final boolean training;
    private final double momentum;

    /// @param running carried from step to step, or null: none
    /// @param training whether the batch's own statistics count
    /// @param momentum how far the running statistics go towards the batch's
    /// @throws IllegalArgumentException if there are no statistics to take
    public BatchNorm(@Nullable RunningStatistics running, boolean training, double momentum, double epsilon) {
        super(epsilon);
        if (running == null && !training) {
            throw new IllegalArgumentException(
                    "batchNorm: running mean and variance are needed where training is false");
        }
        this.running = running;
        this.training = training;
        this.momentum = momentum;
    }

    @Override
    public String name() {
        return "batchNorm";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException in training, if there is one value a channel only: its variance is 0
    @Override
    public NDArray forward(NDArray... inputs) {
        check(inputs);
        Shape x = inputs[0].shape();
        if (running != null && !running.fit(x)) {
            checkChannels("running mean", running.mean(), x);
        }
        NormSets sets = NormSets.ofChannels(x.dim(0), x.dim(1), length(x));
        if (!training && running != null) {
            return normalize(sets, inputs, running.copies(), false);
        }
        if (sets.elements() == 1) {
            throw new IllegalArgumentException(
                    message("expected more than 1 value per channel when training, got x " + x));
        }
        Shape channels = inputs.length > 1 ? inputs[1].shape() : Shape.of(x.dim(1));
        var batch = new Statistics(NDArray.empty(channels), NDArray.empty(channels));
        NDArray y = normalize(sets, inputs, batch, true);
        if (running != null && y.elements() > 0) {
            running.update(batch, sets.elements(), momentum);
        }
        return y;
    }
}
