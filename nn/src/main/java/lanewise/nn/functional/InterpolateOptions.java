package lanewise.nn.functional;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What `interpolate` is to do.
///
/// ```java
/// InterpolateOptions.scaleFactor(2).withMode(InterpolateOptions.Mode.BILINEAR)
/// ```
public final class InterpolateOptions {
    /// How values between the elements are found.
    public enum Mode {
        /// The nearest one before.
        NEAREST,
        /// The nearest one by the elements' centres.
        NEAREST_EXACT,
        /// A straight line, over one dimension.
        LINEAR,
        /// Straight lines, over two dimensions.
        BILINEAR,
        /// Cubic convolution, over two dimensions.
        BICUBIC,
        /// Straight lines, over three dimensions.
        TRILINEAR,
        /// The mean of the elements that an output covers: adaptive average pooling.
        AREA
    }

    private final int @Nullable [] size;
    private final double @Nullable [] scaleFactor;
    private final Mode mode;
    private final @Nullable Boolean alignCorners;
    private final boolean recomputeScaleFactor;

    private InterpolateOptions(
            int @Nullable [] size,
            double @Nullable [] scaleFactor,
            Mode mode,
            @Nullable Boolean alignCorners,
            boolean recomputeScaleFactor) {
        this.size = size;
        this.scaleFactor = scaleFactor;
        this.mode = mode;
        this.alignCorners = alignCorners;
        this.recomputeScaleFactor = recomputeScaleFactor;
    }

    /// To this size: one number for all dimensions, or one for each. By [Mode#NEAREST].
    public static InterpolateOptions size(int... size) {
        return new InterpolateOptions(size.clone(), null, Mode.NEAREST, null, false);
    }

    /// To so many times the size, rounded down: one number for all dimensions, or one for each. By [Mode#NEAREST].
    public static InterpolateOptions scaleFactor(double... scaleFactor) {
        return new InterpolateOptions(null, scaleFactor.clone(), Mode.NEAREST, null, false);
    }

    /// The same by another mode.
    public InterpolateOptions withMode(Mode mode) {
        return new InterpolateOptions(size, scaleFactor, mode, alignCorners, recomputeScaleFactor);
    }

    /// The same with the first and last elements at their places, or with the edges of the images one upon the
    /// other; null, the latter, is the only choice of modes without lines or curves.
    public InterpolateOptions withAlignCorners(@Nullable Boolean alignCorners) {
        return new InterpolateOptions(size, scaleFactor, mode, alignCorners, recomputeScaleFactor);
    }

    /// The same with the scale of the two sizes, instead of the one that was given, which need not be the same
    /// after rounding; or with the given one.
    public InterpolateOptions withRecomputeScaleFactor(boolean recomputeScaleFactor) {
        return new InterpolateOptions(size, scaleFactor, mode, alignCorners, recomputeScaleFactor);
    }

    /// The size that was given, or null.
    @SuppressWarnings("PMD.ReturnEmptyCollectionRatherThanNull") // none and not given are not the same
    public int @Nullable [] size() {
        return size == null ? null : size.clone();
    }

    /// The scale that was given, or null.
    @SuppressWarnings("PMD.ReturnEmptyCollectionRatherThanNull") // none and not given are not the same
    public double @Nullable [] scaleFactor() {
        return scaleFactor == null ? null : scaleFactor.clone();
    }

    /// The mode.
    public Mode mode() {
        return mode;
    }

    /// Whether corners are aligned, or null.
    public @Nullable Boolean alignCorners() {
        return alignCorners;
    }

    /// Whether the scale is that of the sizes.
    public boolean recomputeScaleFactor() {
        return recomputeScaleFactor;
    }

    /// The output's sizes for an input of these.
    ///
    /// @throws IllegalArgumentException if there are as many numbers as neither one nor the dimensions
    int[] outputSizes(int... input) {
        if (size != null) {
            return Sizes.each("interpolate", "size", size, input.length);
        }
        double[] factors = scales(input.length);
        int[] sizes = new int[input.length];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = (int) Math.floor(input[d] * factors[d]);
        }
        return sizes;
    }

    /// The scale of each of so many dimensions, or zeros: that of the sizes.
    double[] givenScales(int dimensions) {
        return size != null || recomputeScaleFactor ? new double[dimensions] : scales(dimensions);
    }

    private double[] scales(int dimensions) {
        double[] given = scaleFactor == null ? new double[0] : scaleFactor;
        if (given.length == dimensions) {
            return given.clone();
        }
        if (given.length != 1) {
            throw new IllegalArgumentException("interpolate: scaleFactor " + Arrays.toString(given)
                    + " must be one number, or " + dimensions + ", one a dimension");
        }
        double[] same = new double[dimensions];
        Arrays.fill(same, given[0]);
        return same;
    }
}
