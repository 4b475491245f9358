package lanewise.engine.kernel;

import java.util.Arrays;

/// The patches of an image that a window covers as it moves, as columns: for an image `[height, width]` and a
/// window `[kernelHeight, kernelWidth]`, `columns [kernelHeight·kernelWidth, outHeight·outWidth]`, where
///
///     columns[i, j; r, c] = image[r·strideHeight + i·dilationHeight − paddingHeight, c·strideWidth + ...]
///
/// and 0 where that lies outside.
///
/// @param height of the image
/// @param width of the image
/// @param outHeight how many places the window takes from top to bottom
/// @param outWidth how many places the window takes from left to right
public record ImagePatches(
        int height,
        int width,
        int kernelHeight,
        int kernelWidth,
        int dilationHeight,
        int dilationWidth,
        int paddingHeight,
        int paddingWidth,
        int strideHeight,
        int strideWidth,
        int outHeight,
        int outWidth) {
    /// The columns of each of `images` images, one after another.
    public void take(float[] x, int xOffset, int images, float[] columns, int offset) {
        int to = offset;
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < kernelHeight; i++) {
                for (int j = 0; j < kernelWidth; j++) {
                    for (int r = 0; r < outHeight; r++) {
                        int row = r * strideHeight + i * dilationHeight - paddingHeight;
                        if (row < 0 || row >= height) {
                            Arrays.fill(columns, to, to + outWidth, 0f);
                        } else {
                            takeRow(x, xOffset + (image * height + row) * width, j, columns, to);
                        }
                        to += outWidth;
                    }
                }
            }
        }
    }

    private void takeRow(float[] x, int row, int j, float[] columns, int to) {
        int shift = j * dilationWidth - paddingWidth;
        int first = first(shift);
        int end = end(shift);
        Arrays.fill(columns, to, to + first, 0f);
        if (strideWidth == 1) {
            System.arraycopy(x, row + first + shift, columns, to + first, end - first);
        } else {
            for (int c = first; c < end; c++) {
                columns[to + c] = x[row + c * strideWidth + shift];
            }
        }
        Arrays.fill(columns, to + end, to + outWidth, 0f);
    }

    /// The columns added to where they came from.
    public void add(float[] columns, int offset, int images, float[] x, int xOffset) {
        int from = offset;
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < kernelHeight; i++) {
                for (int j = 0; j < kernelWidth; j++) {
                    for (int r = 0; r < outHeight; r++) {
                        int row = r * strideHeight + i * dilationHeight - paddingHeight;
                        if (row >= 0 && row < height) {
                            addRow(columns, from, j, x, xOffset + (image * height + row) * width);
                        }
                        from += outWidth;
                    }
                }
            }
        }
    }

    private void addRow(float[] columns, int from, int j, float[] x, int row) {
        int shift = j * dilationWidth - paddingWidth;
        int first = first(shift);
        int end = end(shift);
        if (strideWidth == 1) {
            AddTo.run(x, row + first + shift, 1f, columns, from + first, end - first);
        } else {
            for (int c = first; c < end; c++) {
                x[row + c * strideWidth + shift] += columns[from + c];
            }
        }
    }

    /// The first place at which the window's column lies within the image.
    private int first(int shift) {
        return shift >= 0 ? 0 : Math.min(outWidth, (-shift + strideWidth - 1) / strideWidth);
    }

    /// The place behind the last such.
    private int end(int shift) {
        int inside = width - 1 - shift;
        return inside < 0 ? first(shift) : Math.max(first(shift), Math.min(outWidth, inside / strideWidth + 1));
    }
}
