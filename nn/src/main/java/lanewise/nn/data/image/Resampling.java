package lanewise.nn.data.image;

/// Scales images by linear interpolation; where they become smaller, each pixel is the weighted mean of all it
/// covers, so that nothing is left out: PyTorch's `interpolate(mode="bilinear", antialias=True)`.
final class Resampling {
    /// The first of the old pixels that each new one is made of.
    private final int[] first;

    /// Of the old pixels from there on.
    private final float[][] weights;

    private Resampling(int[] first, float[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /// Along one dimension.
    static Resampling of(int from, int to) {
        double scale = (double) from / to;
        double support = Math.max(scale, 1);
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            weights[i] = triangle(first[i], end, centre, support);
        }
        return new Resampling(first, weights);
    }

    private static float[] triangle(int first, int end, double centre, double support) {
        double[] heights = new double[end - first];
        double sum = 0;
        for (int j = 0; j < heights.length; j++) {
            heights[j] = Math.max(0, 1 - Math.abs((first + j + 0.5 - centre) / support));
            sum += heights[j];
        }
        float[] weights = new float[heights.length];
        for (int j = 0; j < weights.length; j++) {
            weights[j] = (float) (heights[j] / sum);
        }
        return weights;
    }

    /// Planes `[height, width]` one behind another, scaled to `[toHeight, toWidth]`.
    static float[] resize(float[] x, int planes, int height, int width, int toHeight, int toWidth) {
        float[] narrow = width == toWidth ? x : columns(x, planes * height, width, of(width, toWidth));
        return height == toHeight ? narrow : rows(narrow, planes, height, toWidth, of(height, toHeight));
    }

    private static float[] columns(float[] x, int lines, int width, Resampling resampling) {
        int to = resampling.first.length;
        float[] y = new float[lines * to];
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < to; i++) {
                float[] weights = resampling.weights[i];
                int from = line * width + resampling.first[i];
                float sum = 0;
                for (int j = 0; j < weights.length; j++) {
                    sum += weights[j] * x[from + j];
                }
                y[line * to + i] = sum;
            }
        }
        return y;
    }

    private static float[] rows(float[] x, int planes, int height, int width, Resampling resampling) {
        int to = resampling.first.length;
        float[] y = new float[planes * to * width];
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < to; i++) {
                float[] weights = resampling.weights[i];
                int target = (p * to + i) * width;
                for (int j = 0; j < weights.length; j++) {
                    int from = (p * height + resampling.first[i] + j) * width;
                    for (int k = 0; k < width; k++) {
                        y[target + k] += weights[j] * x[from + k];
                    }
                }
            }
        }
        return y;
    }
}
