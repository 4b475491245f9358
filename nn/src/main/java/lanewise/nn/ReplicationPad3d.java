package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts its first and last elements around `[n, c, d, h, w]` or `[c, d, h, w]`.
public final class ReplicationPad3d extends PaddingLayer {
    /// One number for all sides, or those before and after each dimension, the last one first; negative ones cut
    /// off.
    ///
    /// @throws IllegalArgumentException if there are others
    public ReplicationPad3d(int... padding) {
        super(3, padding);
    }

    @Override
    Tensor pad(Tensor input, int... sides) {
        return Functional.replicationPad(input, sides);
    }
}
