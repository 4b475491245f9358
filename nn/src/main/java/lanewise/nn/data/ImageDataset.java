package lanewise.nn.data;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Images of one size with a label each, kept in memory as bytes: a quarter of what numbers take. A batch has them
/// as numbers from 0 to 1, each byte divided by 255, `[b, channels, height, width]`.
public final class ImageDataset implements Dataset<Tensor, LongTensor> {
    private static final float MAX = 255f;

    private final byte[] pixels;
    private final int[] labels;
    private final Shape image;
    private final List<String> classes;

    /// @param pixels `[n, channels, height, width]`, row-major, each from 0 to 255; not copied
    /// @param labels one an image; copied
    /// @param image `[channels, height, width]`
    /// @param classes the names of the labels, as far as they are known
    /// @throws ShapeMismatchException if there are not as many pixels as labels and sizes say
    public ImageDataset(byte[] pixels, int[] labels, Shape image, List<String> classes) {
        if (image.rank() != 3 || (long) labels.length * image.elements() != pixels.length) {
            throw new ShapeMismatchException("ImageDataset: " + labels.length + " images " + image + " need "
                    + (long) labels.length * image.elements() + " pixels, and sizes [channels, height, width]; "
                    + pixels.length + " pixels are there");
        }
        this.pixels = pixels;
        this.labels = labels.clone();
        this.image = image;
        this.classes = List.copyOf(classes);
    }

    /// The sizes of an image, `[channels, height, width]`.
    public Shape image() {
        return image;
    }

    /// The names of the labels, as far as they are known.
    public List<String> classes() {
        return classes;
    }

    /// The label of an image.
    public int label(int number) {
        return labels[number];
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Batch<Tensor, LongTensor> get(LongTensor numbers) {
        int[] chosen = indices(numbers);
        int row = image.elements();
        NDArray images = NDArray.empty(Shape.of(chosen.length, image.dim(0), image.dim(1), image.dim(2)));
        float[] data = images.data();
        long[] truth = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            toUnitInterval(pixels, chosen[i] * row, data, i * row, row);
            truth[i] = labels[chosen[i]];
        }
        return new Batch<>(Tensor.of(images), LongTensor.of(truth), chosen.length);
    }

    /// `for i: y[i] = x[i]/255`, the bytes unsigned.
    static void toUnitInterval(byte[] x, int xFrom, float[] y, int yFrom, int length) {
        for (int i = 0; i < length; i++) {
            y[yFrom + i] = (x[xFrom + i] & 0xff) / MAX;
        }
    }
}
