package lanewise.nn.functional;

/// Options of max pooling. Of stride, padding and dilation one number counts for all dimensions; otherwise there is
/// one for each.
public final class MaxPoolOptions {
    private static final int[] ONE = {1};
    private static final int[] ZERO = {0};
    private static final int[] AS_KERNEL = {};

    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final boolean ceilMode;

    /// PyTorch's defaults: windows side by side, no padding, dilation 1, whole windows only.
    public MaxPoolOptions() {
        this(AS_KERNEL, ZERO, ONE, false);
    }

    private MaxPoolOptions(int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.ceilMode = ceilMode;
    }

    /// The same with another distance from one window to the next; none: the window's size.
    public MaxPoolOptions withStride(int... stride) {
        return new MaxPoolOptions(stride.clone(), padding, dilation, ceilMode);
    }

    /// The same with so many elements on either side that never are the greatest.
    public MaxPoolOptions withPadding(int... padding) {
        return new MaxPoolOptions(stride, padding.clone(), dilation, ceilMode);
    }

    /// The same with another distance from one element of a window to the next.
    public MaxPoolOptions withDilation(int... dilation) {
        return new MaxPoolOptions(stride, padding, dilation.clone(), ceilMode);
    }

    /// The same with a last window that goes beyond the end, or without.
    public MaxPoolOptions withCeilMode(boolean ceilMode) {
        return new MaxPoolOptions(stride, padding, dilation, ceilMode);
    }

    /// The stride for windows of this size, one number a dimension.
    public int[] stride(int... kernel) {
        return stride.length == 0 ? kernel.clone() : Sizes.each("maxPool", "stride", stride, kernel.length);
    }

    /// The padding of each of so many dimensions.
    public int[] padding(int dimensions) {
        return Sizes.each("maxPool", "padding", padding, dimensions);
    }

    /// The dilation of each of so many dimensions.
    public int[] dilation(int dimensions) {
        return Sizes.each("maxPool", "dilation", dilation, dimensions);
    }

    /// Whether a last window may go beyond the end.
    public boolean ceilMode() {
        return ceilMode;
    }
}
