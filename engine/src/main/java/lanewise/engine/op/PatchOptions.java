package lanewise.engine.op;

import lanewise.engine.kernel.ImagePatches;

/// How a window moves over an image, top to bottom and left to right; see [Unfold] and [Fold].
///
/// @param kernelHeight the window's height, at least 1
/// @param kernelWidth the window's width, at least 1
/// @param dilationHeight the distance of the window's rows, at least 1
/// @param dilationWidth the distance of the window's columns, at least 1
/// @param paddingHeight rows of zeros above and below the image, from 0 on
/// @param paddingWidth columns of zeros beside the image, from 0 on
/// @param strideHeight how far the window moves down, at least 1
/// @param strideWidth how far the window moves to the right, at least 1
public record PatchOptions(
        int kernelHeight,
        int kernelWidth,
        int dilationHeight,
        int dilationWidth,
        int paddingHeight,
        int paddingWidth,
        int strideHeight,
        int strideWidth) {
    /// Checks the options.
    ///
    /// @throws IllegalArgumentException if one is too small
    public PatchOptions {
        if (kernelHeight < 1
                || kernelWidth < 1
                || dilationHeight < 1
                || dilationWidth < 1
                || paddingHeight < 0
                || paddingWidth < 0
                || strideHeight < 1
                || strideWidth < 1) {
            throw new IllegalArgumentException("unfold, fold: the window [" + kernelHeight + ", " + kernelWidth
                    + "], the dilation [" + dilationHeight + ", " + dilationWidth + "] and the stride [" + strideHeight
                    + ", " + strideWidth + "] must be at least 1, and the padding [" + paddingHeight + ", "
                    + paddingWidth + "] not negative");
        }
    }

    /// The patches of an image.
    ///
    /// @throws IllegalArgumentException if the window does not fit in
    ImagePatches of(String operation, int height, int width) {
        int outHeight = places(height, kernelHeight, dilationHeight, paddingHeight, strideHeight);
        int outWidth = places(width, kernelWidth, dilationWidth, paddingWidth, strideWidth);
        if (outHeight < 1 || outWidth < 1) {
            throw new IllegalArgumentException(operation + ": a window [" + kernelHeight + ", " + kernelWidth
                    + "] of dilation [" + dilationHeight + ", " + dilationWidth + "] does not fit into an image ["
                    + height + ", " + width + "] with padding [" + paddingHeight + ", " + paddingWidth + "]");
        }
        return new ImagePatches(
                height,
                width,
                kernelHeight,
                kernelWidth,
                dilationHeight,
                dilationWidth,
                paddingHeight,
                paddingWidth,
                strideHeight,
                strideWidth,
                outHeight,
                outWidth);
    }

    private static int places(int size, int kernel, int dilation, int padding, int stride) {
        return Math.floorDiv(size + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
    }

    int kernelSize() {
        return kernelHeight * kernelWidth;
    }
}
