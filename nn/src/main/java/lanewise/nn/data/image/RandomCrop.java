package lanewise.nn.data.image;

import java.util.Arrays;
import lanewise.engine.Generator;
import lanewise.engine.ShapeMismatchException;

/// A part of the image, from anywhere, after zeros were put around it.
///
/// @param height of the part
/// @param width of the part
/// @param padding how many zeros are put before and behind each row and column
public record RandomCrop(int height, int width, int padding) implements ImageTransform {
    /// @throws IllegalArgumentException if a size is not positive, or the padding is negative
    public RandomCrop {
        if (height < 1 || width < 1 || padding < 0) {
            throw new IllegalArgumentException("RandomCrop: " + height + " x " + width + " with a padding of " + padding
                    + "; sizes must be positive, the padding not negative");
        }
    }

    /// A square part.
    public RandomCrop(int size, int padding) {
        this(size, size, padding);
    }

    /// @throws ShapeMismatchException if the image with its padding is smaller than the part
    @Override
    public void apply(Image image, Generator random) {
        int downwards = image.height() + 2 * padding - height;
        int sidewards = image.width() + 2 * padding - width;
        if (downwards < 0 || sidewards < 0) {
            throw new ShapeMismatchException("RandomCrop: an image of " + image.height() + " x " + image.width()
                    + " with a padding of " + padding + " is smaller than the part, " + height + " x " + width);
        }
        crop(image, random.nextInt(downwards + 1) - padding, random.nextInt(sidewards + 1) - padding);
    }

    /// The part that begins at this place of the image, which may lie outside.
    void crop(Image image, int top, int left) {
        float[] from = image.pixels();
        float[] to = image.spare(height, width);
        int first = Math.clamp(-(long) left, 0, width);
        int last = Math.clamp((long) image.width() - left, first, width);
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * height + y) * width;
                int source = top + y;
                if (source < 0 || source >= image.height() || first == last) {
                    Arrays.fill(to, row, row + width, 0f);
                } else {
                    Arrays.fill(to, row, row + first, 0f);
                    int begin = (c * image.height() + source) * image.width() + left + first;
                    System.arraycopy(from, begin, to, row + first, last - first);
                    Arrays.fill(to, row + last, row + width, 0f);
                }
            }
        }
        image.replace(height, width);
    }
}
