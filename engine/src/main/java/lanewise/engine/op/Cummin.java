package lanewise.engine.op;

/// The smallest element so far along a dimension, `yᵢ = min xⱼ over j ≤ i`, and where it is: the last of equal
/// ones. From the first NaN on it is NaN. The shape stays.
///
///     dxⱼ = Σᵢ dyᵢ over all i whose smallest so far is element j
///
/// An instance serves one forward pass, whose indices it holds.
public final class Cummin extends CumulativeExtremum {
    /// Along `dimension`; a negative one counts from the end.
    public Cummin(int dimension) {
        super(dimension, -1f);
    }

    @Override
    public String name() {
        return "cummin";
    }
}
