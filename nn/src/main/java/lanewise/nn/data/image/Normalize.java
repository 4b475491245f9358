package lanewise.nn.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.data.Dataset;

/// Makes each channel's mean 0 and its standard deviation 1: `(x − mean)/std`.
///
/// @param mean of each channel
/// @param std of each channel, positive
public record Normalize(List<Float> mean, List<Float> std) implements ImageTransform {
    private static final int BATCH = 256;

    /// @throws IllegalArgumentException if there are not as many of both, or a deviation is not positive
    public Normalize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != std.size() || !std.stream().allMatch(deviation -> deviation > 0)) {
            throw new IllegalArgumentException("Normalize: means " + mean + " and standard deviations " + std
                    + "; there must be one of each for a channel, the deviations positive");
        }
    }

    /// The mean and the standard deviation of each channel over all pixels of a data set, in double; a channel in
    /// which all pixels are equal gets the deviation 1.
    ///
    /// @param dataset with inputs `[b, channels, ...]`
    /// @throws IllegalArgumentException if there are no examples
    public static Normalize of(Dataset<Tensor, ?> dataset) {
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("Normalize: there are no examples to take means of");
        }
        double[] sums = new double[0];
        double[] squares = new double[0];
        long pixels = 0;
        for (int from = 0; from < dataset.size(); from += BATCH) {
            long[] numbers = LongStream.range(from, Math.min(dataset.size(), from + BATCH))
                    .toArray();
            NDArray images =
                    dataset.get(LongTensor.of(numbers)).inputs().array().contiguous();
            int channels = images.shape().dim(1);
            if (from == 0) {
                sums = new double[channels];
                squares = new double[channels];
            }
            int plane = images.elements() / (numbers.length * channels);
            for (int p = 0; p < numbers.length * channels; p++) {
                add(images.data(), images.offset() + p * plane, plane, sums, squares, p % channels);
            }
            pixels += (long) numbers.length * plane;
        }
        List<Float> mean = new ArrayList<>();
        List<Float> std = new ArrayList<>();
        for (int c = 0; c < sums.length; c++) {
            double m = sums[c] / pixels;
            double variance = squares[c] / pixels - m * m;
            mean.add((float) m);
            std.add(variance > 0 ? (float) Math.sqrt(variance) : 1f);
        }
        return new Normalize(mean, std);
    }

    private static void add(float[] x, int from, int length, double[] sums, double[] squares, int channel) {
        double sum = 0;
        double square = 0;
        for (int i = from; i < from + length; i++) {
            double xi = x[i];
            sum += xi;
            square += xi * xi;
        }
        sums[channel] += sum;
        squares[channel] += square;
    }

    @Override
    public void apply(Image image, Generator random) {
        if (image.channels() != mean.size()) {
            throw new ShapeMismatchException(
                    "Normalize: an image of " + image.channels() + " channels, but " + mean.size() + " means");
        }
        float[] x = image.pixels();
        int plane = image.height() * image.width();
        for (int c = 0; c < mean.size(); c++) {
            float m = mean.get(c);
            float s = std.get(c);
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                x[i] = (x[i] - m) / s;
            }
        }
    }
}
