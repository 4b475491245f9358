package lanewise.nn.functional;

/// Options of average pooling. Of stride and padding one number counts for all dimensions; otherwise there is one
/// for each.
public final class AvgPoolOptions {
    private static final int[] ZERO = {0};
    private static final int[] AS_KERNEL = {};

    private final int[] stride;
    private final int[] padding;
    private final boolean ceilMode;
    private final boolean countIncludePad;
    private final int divisorOverride;

    /// PyTorch's defaults: windows side by side, no padding, whole windows only.
    public AvgPoolOptions() {
        this(AS_KERNEL, ZERO, false, true, 0);
    }

    private AvgPoolOptions(
            int[] stride, int[] padding, boolean ceilMode, boolean countIncludePad, int divisorOverride) {
        this.stride = stride;
        this.padding = padding;
        this.ceilMode = ceilMode;
        this.countIncludePad = countIncludePad;
        this.divisorOverride = divisorOverride;
    }

    /// The same with another distance from one window to the next; none: the window's size.
    public AvgPoolOptions withStride(int... stride) {
        return new AvgPoolOptions(stride.clone(), padding, ceilMode, countIncludePad, divisorOverride);
    }

    /// The same with so many zeros on either side.
    public AvgPoolOptions withPadding(int... padding) {
        return new AvgPoolOptions(stride, padding.clone(), ceilMode, countIncludePad, divisorOverride);
    }

    /// The same with a last window that goes beyond the end, or without.
    public AvgPoolOptions withCeilMode(boolean ceilMode) {
        return new AvgPoolOptions(stride, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /// The same with the zeros of the padding counted, or not.
    public AvgPoolOptions withCountIncludePad(boolean countIncludePad) {
        return new AvgPoolOptions(stride, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /// The same with sums divided by this number.
    ///
    /// @throws IllegalArgumentException if it is 0
    public AvgPoolOptions withDivisorOverride(int divisorOverride) {
        if (divisorOverride == 0) {
            throw new IllegalArgumentException("avgPool: divisorOverride must not be 0");
        }
        return new AvgPoolOptions(stride, padding, ceilMode, countIncludePad, divisorOverride);
    }

    /// The stride for windows of this size, one number a dimension.
    public int[] stride(int... kernel) {
        return stride.length == 0 ? kernel.clone() : Sizes.each("avgPool", "stride", stride, kernel.length);
    }

    /// The padding of each of so many dimensions.
    public int[] padding(int dimensions) {
        return Sizes.each("avgPool", "padding", padding, dimensions);
    }

    /// Whether a last window may go beyond the end.
    public boolean ceilMode() {
        return ceilMode;
    }

    /// Whether the zeros of the padding count.
    public boolean countIncludePad() {
        return countIncludePad;
    }

    /// What sums are divided by, or 0: by the number of elements.
    public int divisorOverride() {
        return divisorOverride;
    }
}
