package lanewise.samples;

import java.util.SplittableRandom;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Dataset;

/// Images as they are seen in an epoch: each shifted by some pixels, with the value of its corner where it was not,
/// and perhaps mirrored. How depends on the seed, the epoch and the image's number alone.
final class ShiftedImages implements Dataset<Tensor, LongTensor> {
    private final Dataset<Tensor, LongTensor> images;
    private final int most;
    private final boolean flip;
    private final long seed;

    /// @param images `[n, channels, height, width]`
    /// @param most the pixels that an image is shifted by at most, in each direction
    /// @param flip whether half of them are mirrored
    ShiftedImages(Dataset<Tensor, LongTensor> images, int most, boolean flip, long seed) {
        this.images = images;
        this.most = most;
        this.flip = flip;
        this.seed = seed;
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Batch<Tensor, LongTensor> get(LongTensor numbers) {
        return get(numbers, 0);
    }

    @Override
    public Batch<Tensor, LongTensor> get(LongTensor numbers, int epoch) {
        Batch<Tensor, LongTensor> batch = images.get(numbers);
        Tensor inputs = batch.inputs();
        int channels = inputs.dim(1);
        int height = inputs.dim(2);
        int width = inputs.dim(3);
        float[] from = inputs.toArray();
        float[] to = new float[from.length];
        for (int i = 0; i < batch.size(); i++) {
            SplittableRandom random = new SplittableRandom(
                    new SplittableRandom(seed + ((long) epoch << Integer.SIZE) + numbers.get(i)).nextLong());
            int down = random.nextInt(-most, most + 1);
            int right = random.nextInt(-most, most + 1);
            boolean mirrored = flip && random.nextBoolean();
            for (int c = 0; c < channels; c++) {
                int at = (i * channels + c) * height * width;
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        int column = (mirrored ? width - 1 - x : x) - right;
                        int row = y - down;
                        boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                        to[at + y * width + x] = from[inside ? at + row * width + column : at];
                    }
                }
            }
        }
        return new Batch<>(Tensor.of(inputs.shape(), to), batch.targets(), batch.size());
    }
}
