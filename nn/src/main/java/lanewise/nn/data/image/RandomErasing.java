package lanewise.nn.data.image;

import java.util.Arrays;
import lanewise.engine.Generator;

/// Fills a rectangle with one value. Zhong, Zheng, Kang, Li, Yang 2020, arXiv:1708.04896; options and defaults are
/// torchvision's.
///
/// @param p the probability
/// @param minScale the rectangle's least part of the image's area
/// @param maxScale the rectangle's greatest part of the image's area
/// @param minRatio the least ratio of its height to its width
/// @param maxRatio the greatest ratio of its height to its width
/// @param value what is written
public record RandomErasing(double p, double minScale, double maxScale, double minRatio, double maxRatio, float value)
        implements ImageTransform {
    /// How often a rectangle that does not fit is drawn again.
    private static final int ATTEMPTS = 10;

    /// @throws IllegalArgumentException if `p` is no probability, or a range is empty or not positive
    public RandomErasing {
        Chance.checkProbability("RandomErasing", p);
        if (!(0 <= minScale && minScale <= maxScale && maxScale <= 1 && 0 < minRatio && minRatio <= maxRatio)) {
            throw new IllegalArgumentException("RandomErasing: scales from " + minScale + " to " + maxScale
                    + " and ratios from " + minRatio + " to " + maxRatio
                    + "; scales must lie within 0 and 1, ratios be positive, both in order");
        }
    }

    /// Every other time, of 2 to 33 % of the image, zeros.
    public RandomErasing() {
        this(0.5, 0.02, 0.33, 0.3, 3.3, 0f);
    }

    @Override
    public void apply(Image image, Generator random) {
        if (!Chance.happens(random, p)) {
            return;
        }
        double area = (double) image.height() * image.width();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double erased = area * Chance.uniform(random, minScale, maxScale);
            double ratio = Math.exp(Chance.uniform(random, Math.log(minRatio), Math.log(maxRatio)));
            int height = (int) Math.round(Math.sqrt(erased * ratio));
            int width = (int) Math.round(Math.sqrt(erased / ratio));
            if (height < image.height() && width < image.width()) {
                int top = random.nextInt(image.height() - height + 1);
                int left = random.nextInt(image.width() - width + 1);
                fill(image, top, left, top + height, left + width, value);
                return;
            }
        }
    }

    /// Rows and columns up to, and without, `bottom` and `right`.
    static void fill(Image image, int top, int left, int bottom, int right, float value) {
        for (int c = 0; c < image.channels(); c++) {
            for (int y = top; y < bottom; y++) {
                int row = (c * image.height() + y) * image.width();
                Arrays.fill(image.pixels(), row + left, row + right, value);
            }
        }
    }
}
