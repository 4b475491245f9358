package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.TripletOptions;

/// Of an anchor that shall be nearer to a positive example than to a negative one:
/// `max(0, ‖anchor − positive‖ − ‖anchor − negative‖ + margin)`.
public final class TripletMarginLoss extends Module {
    private final TripletOptions options;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public TripletMarginLoss() {
        this(new TripletOptions(), Reduction.MEAN);
    }

    /// With another reduction.
    public TripletMarginLoss(Reduction reduction) {
        this(new TripletOptions(), reduction);
    }

    /// With all options.
    ///
    /// @param options margin, norm and swap
    /// @param reduction what becomes of the triplets' losses
    public TripletMarginLoss(TripletOptions options, Reduction reduction) {
        this.options = options;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param anchor `[b, n]`, or `[n]`; the others likewise
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor anchor, Tensor positive, Tensor negative) {
        return hooked(this, TripletMarginLoss::forward, anchor, positive, negative);
    }

    private Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return Functional.tripletMarginLoss(anchor, positive, negative, options, reduction);
    }
}
