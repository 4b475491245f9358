package lanewise.nn.data.image;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Dataset;

/// The images of another data set, each sent through transforms one after another:
///
/// ```java var normalize = Normalize.of(cifar.train()); var train = new TransformedDataset<>(cifar.train(), seed,
/// new RandomCrop(32, 4), new RandomHorizontalFlip(), normalize); var test = new TransformedDataset<>(cifar.test(),
/// seed, normalize);
/// ```
///
/// What is random depends on the seed, the epoch and the example's number alone: each epoch changes an image
/// otherwise, and the same epoch in the same way, whatever the batches, the order and the workers.
///
/// @param <T> the targets' type
public final class TransformedDataset<T> implements Dataset<Tensor, T> {
    /// Blocks of four random words an example.
    private static final int BLOCKS = 1 << 16;

    private final Dataset<Tensor, T> dataset;
    private final long seed;
    private final List<ImageTransform> transforms;

    /// @param dataset with inputs `[b, channels, height, width]`
    public TransformedDataset(Dataset<Tensor, T> dataset, long seed, ImageTransform... transforms) {
        this.dataset = dataset;
        this.seed = seed;
        this.transforms = List.of(transforms);
    }

    @Override
    public int size() {
        return dataset.size();
    }

    /// {@inheritDoc} As in epoch 0.
    @Override
    public Batch<Tensor, T> get(LongTensor numbers) {
        return get(numbers, 0);
    }

    /// {@inheritDoc}
    ///
    /// @throws ShapeMismatchException if the inputs have not four dimensions, or the transforms make images of
    ///     different sizes
    @Override
    public Batch<Tensor, T> get(LongTensor numbers, int epoch) {
        int[] examples = indices(numbers);
        Batch<Tensor, T> batch = dataset.get(numbers, epoch);
        Shape shape = batch.inputs().shape();
        if (shape.rank() != 4) {
            throw new ShapeMismatchException(
                    "TransformedDataset: inputs " + shape + " are no images [b, channels, height, width]");
        }
        if (examples.length == 0) {
            return batch;
        }
        NDArray from = batch.inputs().array().contiguous();
        NDArray to = transformed(from, examples, epoch);
        return new Batch<>(Tensor.of(to), batch.targets(), batch.size());
    }

    private NDArray transformed(NDArray from, int[] examples, int epoch) {
        Shape shape = from.shape();
        Image image = new Image(shape.dim(1), shape.dim(2), shape.dim(3));
        Generator random = new Generator(seed);
        int before = image.elements();
        NDArray to = from;
        for (int i = 0; i < examples.length; i++) {
            image.load(from.data(), from.offset() + i * before, shape.dim(2), shape.dim(3));
            random.setState(new Generator.State(mixed(seed, epoch), (long) examples[i] * BLOCKS));
            for (ImageTransform transform : transforms) {
                transform.apply(image, random);
            }
            if (i == 0) {
                to = NDArray.empty(Shape.of(examples.length, image.channels(), image.height(), image.width()));
            }
            if (image.height() != to.shape().dim(2)
                    || image.width() != to.shape().dim(3)) {
                throw new ShapeMismatchException("TransformedDataset: example " + examples[i] + " became "
                        + image.height() + " x " + image.width() + ", the first of the batch "
                        + to.shape().dim(2)
                        + " x " + to.shape().dim(3));
            }
            System.arraycopy(image.pixels(), 0, to.data(), i * image.elements(), image.elements());
        }
        return to;
    }

    /// A seed for each epoch (the finaliser of Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
    /// generators").
    private static long mixed(long seed, int epoch) {
        long z = seed + (epoch + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
