package lanewise.nn.data.image;

import lanewise.engine.Generator;

/// Exchanges left and right.
///
/// @param p the probability
public record RandomHorizontalFlip(double p) implements ImageTransform {
    /// @throws IllegalArgumentException if it is no probability
    public RandomHorizontalFlip {
        Chance.checkProbability("RandomHorizontalFlip", p);
    }

    /// Every other time.
    public RandomHorizontalFlip() {
        this(0.5);
    }

    @Override
    public void apply(Image image, Generator random) {
        if (Chance.happens(random, p)) {
            float[] x = image.pixels();
            for (int row = 0; row < image.elements(); row += image.width()) {
                for (int i = row, j = row + image.width() - 1; i < j; i++, j--) {
                    float left = x[i];
                    x[i] = x[j];
                    x[j] = left;
                }
            }
        }
    }
}
