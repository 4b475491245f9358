package lanewise.samples;

/// A digit drawn large: how much ink covers each point of a square, 0 to 1, from which [SyntheticDigits] makes
/// small, turned and shifted ones.
final class GlyphMask {
    /// Twice the side of an image, so that reading between four points is smooth enough.
    static final int SIZE = 2 * SyntheticDigits.SIDE;

    /// The digit is this high, as in MNIST, where it fills 20 of 28 pixels.
    static final int DIGIT_HEIGHT = 2 * 20;

    private final float[] ink;

    /// With ink row-major, [#SIZE] a side.
    GlyphMask(float[] ink) {
        this.ink = ink;
    }

    /// The ink at a point, between the four grid points around it; none outside.
    float at(float x, float y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        if (left < 0 || top < 0 || left >= SIZE - 1 || top >= SIZE - 1) {
            return 0f;
        }
        float right = x - left;
        float down = y - top;
        int i = top * SIZE + left;
        float above = ink[i] + right * (ink[i + 1] - ink[i]);
        float below = ink[i + SIZE] + right * (ink[i + SIZE + 1] - ink[i + SIZE]);
        return above + down * (below - above);
    }
}
