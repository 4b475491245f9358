package lanewise.samples;

import java.util.List;
import java.util.SplittableRandom;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.data.TensorDataset;

/// Images of digits that the program draws itself, of MNIST's size: each in a random font, turned, sheared, scaled,
/// shifted and covered with noise. The same seed draws the same images where the fonts are the same.
final class SyntheticDigits {
    /// Pixels a side.
    static final int SIDE = 28;

    private static final double MAX_TURN = Math.toRadians(20);
    private static final double MAX_SHEAR = 0.25;
    private static final double MAX_SHIFT = 3;
    private static final double NOISE = 0.15;

    private final List<List<GlyphMask>> masks;
    private final boolean fromFonts;

    private SyntheticDigits(List<List<GlyphMask>> masks, boolean fromFonts) {
        this.masks = masks;
        this.fromFonts = fromFonts;
    }

    /// Digits in the machine's fonts, or in strokes where it has none.
    static SyntheticDigits create() {
        try {
            return new SyntheticDigits(FontGlyphs.draw(), true);
        } catch (IllegalStateException _) {
            return inStrokes();
        }
    }

    /// Digits in strokes.
    static SyntheticDigits inStrokes() {
        return new SyntheticDigits(StrokeGlyphs.draw(), false);
    }

    /// Whether the digits are drawn in fonts; otherwise in strokes.
    boolean fromFonts() {
        return fromFonts;
    }

    /// Images `[count, 28, 28]` with numbers from 0 to 1, and their labels `[count]`.
    TensorDataset<Tensor, LongTensor> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] images = new float[count * SIDE * SIDE];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            int digit = random.nextInt(10);
            labels[i] = digit;
            List<GlyphMask> ways = masks.get(digit);
            drawOne(ways.get(random.nextInt(ways.size())), random, images, i * SIDE * SIDE);
        }
        return TensorDataset.of(Tensor.of(Shape.of(count, SIDE, SIDE), images), LongTensor.of(labels));
    }

    /// Finds for each pixel the point of the mask that comes to lie there.
    private static void drawOne(GlyphMask mask, SplittableRandom random, float[] images, int offset) {
        double turn = random.nextDouble(-MAX_TURN, MAX_TURN);
        double shear = random.nextDouble(-MAX_SHEAR, MAX_SHEAR);
        double pointsAPixel = GlyphMask.SIZE / (double) SIDE;
        double scaleX = pointsAPixel / random.nextDouble(0.75, 1.15);
        double scaleY = pointsAPixel / random.nextDouble(0.75, 1.15);
        double centreX = SIDE / 2.0 + random.nextDouble(-MAX_SHIFT, MAX_SHIFT);
        double centreY = SIDE / 2.0 + random.nextDouble(-MAX_SHIFT, MAX_SHIFT);
        double strength = random.nextDouble(0.6, 1.0);
        double cos = Math.cos(turn);
        double sin = Math.sin(turn);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                double x = column - centreX;
                double y = row - centreY;
                double turnedX = cos * x + sin * y;
                double turnedY = cos * y - sin * x;
                double ink = mask.at((float) (GlyphMask.SIZE / 2.0 + scaleX * (turnedX + shear * turnedY)), (float)
                        (GlyphMask.SIZE / 2.0 + scaleY * turnedY));
                double noisy = strength * ink + random.nextDouble(-NOISE, NOISE);
                images[offset + row * SIDE + column] = (float) Math.clamp(noisy, 0.0, 1.0);
            }
        }
    }
}
