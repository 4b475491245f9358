package lanewise.optim.lr;

import java.util.List;
import lanewise.optim.Optimizer;

/// Lets the learning rate rise in a straight line during the first steps of a training: step `k` of `n` runs at
/// `k / n` of it, all later ones at the whole; or at what another schedule says from there.
///
/// ```java
/// var scheduler = new LinearWarmup(optimizer, 500);
/// var scheduler = new LinearWarmup(optimizer, 500).then(new CosineAnnealingLR(optimizer, 9_500));
/// ```
///
/// It is a [LinearLR] from `1 / n` to 1.
///
/// Goyal et al. 2017, "Accurate, large minibatch SGD: training ImageNet in 1 hour", arXiv:1706.02677.
public final class LinearWarmup extends LinearLR {
    private final int steps;

    /// @param steps `n`
    /// @throws IllegalArgumentException if it is below 1
    public LinearWarmup(Optimizer<?> optimizer, int steps) {
        this.steps = Range.POSITIVE_COUNT.check("LinearWarmup", "steps", steps);
        super(optimizer, 1.0 / steps, 1, Math.max(1, steps - 1));
    }

    /// Followed by another schedule, which begins when the warm-up is over.
    ///
    /// @throws IllegalArgumentException if it is for another optimizer
    public SequentialLR then(LRScheduler next) {
        return new SequentialLR(optimizer(), List.of(this, next), steps);
    }
}
