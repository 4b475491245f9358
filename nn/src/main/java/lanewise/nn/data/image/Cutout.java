package lanewise.nn.data.image;

import lanewise.engine.Generator;

/// Sets a square to zero, whose centre is anywhere in the image; what of it lies outside is left out. DeVries,
/// Taylor 2017, arXiv:1708.04552.
///
/// @param size its side
public record Cutout(int size) implements ImageTransform {
    /// @throws IllegalArgumentException if the side is not positive
    public Cutout {
        if (size < 1) {
            throw new IllegalArgumentException("Cutout: a side of " + size + " is not positive");
        }
    }

    @Override
    public void apply(Image image, Generator random) {
        int top = random.nextInt(image.height()) - size / 2;
        int left = random.nextInt(image.width()) - size / 2;
        RandomErasing.fill(
                image,
                Math.max(0, top),
                Math.max(0, left),
                Math.min(image.height(), top + size),
                Math.min(image.width(), left + size),
                0f);
    }
}
