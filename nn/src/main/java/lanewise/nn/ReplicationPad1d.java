package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts its first and last elements around `[n, c, l]` or `[c, l]`.
public final class ReplicationPad1d extends PaddingLayer {
    /// One number for all sides, or those before and after each dimension, the last one first; negative ones cut
    /// off.
    ///
    /// @throws IllegalArgumentException if there are others
    public ReplicationPad1d(int... padding) {
        super(1, padding);
    }

    @Override
    Tensor pad(Tensor input, int... sides) {
        return Functional.replicationPad(input, sides);
    }
}
