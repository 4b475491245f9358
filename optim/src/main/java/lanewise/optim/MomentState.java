package lanewise.optim;

import lanewise.autograd.Tensor;

/// The two moments of Adam and its kin, and what their loops multiply by in every step. A loop begins
///
///     dx = ±g + λ·p                  λ as `coupled`
///     m ← β₁·m + (1 − β₁)·dx
///     v ← β₂·v + (1 − β₂)·dx²
///
/// and ends, after a step `delta` of its own, `p ← p − (ηλ·p + delta)`, with `ηλ` as `decoupled`: one of the two is
/// 0.
abstract class MomentState<O extends AdamOptions> extends FusedState<O> {
    static final int FIRST = 0;
    static final int SECOND = 1;

    float sign;
    float coupled;
    float decoupled;
    float keep1;
    float keep1Rest;
    float share1;
    float keep2;
    float keep2Rest;
    float share2;

    /// @param slotNames those of the moments, and further ones
    MomentState(Tensor parameter, String... slotNames) {
        super(parameter, slotNames);
    }

    @Override
    protected void prepare(O options) {
        use(FIRST);
        use(SECOND);
    }

    /// Computes the factors, which do not depend on the step.
    final void prepareMoments(O options) {
        keep1 = head(options.beta1());
        keep1Rest = rest(options.beta1());
        share1 = (float) (1 - options.beta1());
        keep2 = head(options.beta2());
        keep2Rest = rest(options.beta2());
        share2 = (float) (1 - options.beta2());
        coupled = options.decoupledWeightDecay() ? 0 : (float) options.weightDecay();
        decoupled = options.decoupledWeightDecay() ? (float) (options.learningRate() * options.weightDecay()) : 0;
        sign = options.maximize() ? -1 : 1;
    }
}
