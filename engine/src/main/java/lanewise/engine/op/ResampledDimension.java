package lanewise.engine.op;

/// Which elements of a dimension go into each of the resampled one, and with what weights.
final class ResampledDimension {
    /// Keys's parameter.
    private static final double A = -0.75;

    final int size;
    final int[] indices;
    final float[] weights;
    private final Interpolation interpolation;
    private final int input;

    /// @param scale how many times larger the result is said to be, or 0: as many as the sizes say
    ResampledDimension(Interpolation interpolation, int input, int size, double scale, boolean alignCorners) {
        this.interpolation = interpolation;
        this.input = input;
        this.size = size;
        this.indices = new int[size * interpolation.taps];
        this.weights = new float[size * interpolation.taps];
        double step = alignCorners
                ? size > 1 ? (input - 1.0) / (size - 1) : 0
                : scale > 0 ? 1 / scale : (double) input / size;
        for (int o = 0; o < size; o++) {
            double centre = alignCorners ? step * o : step * (o + 0.5) - 0.5;
            switch (interpolation) {
                case NEAREST -> set(o, 0, (int) Math.floor((float) (step * o)), 1);
                case NEAREST_EXACT -> set(o, 0, (int) Math.floor((float) (Math.max(centre, 0) + 0.5)), 1);
                case LINEAR -> setLine(o, size == input ? o : Math.max(centre, 0));
                case CUBIC -> setCubic(o, centre);
            }
        }
    }

    private void setLine(int o, double position) {
        int first = Math.min((int) position, input - 1);
        double part = Math.clamp(position - first, 0.0, 1.0);
        set(o, 0, first, 1 - part);
        set(o, 1, first + 1, part);
    }

    private void setCubic(int o, double position) {
        int first = Math.min((int) Math.floor(position), input - 1);
        double part = Math.clamp(position - first, 0.0, 1.0);
        set(o, 0, first - 1, outer(part + 1));
        set(o, 1, first, inner(part));
        set(o, 2, first + 1, inner(1 - part));
        set(o, 3, first + 2, outer(2 - part));
    }

    private void set(int o, int tap, int index, double weight) {
        indices[o * interpolation.taps + tap] = Math.clamp(index, 0, input - 1);
        weights[o * interpolation.taps + tap] = (float) weight;
    }

    /// At a distance of up to 1.
    static double inner(double x) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
    }

    /// At a distance from 1 to 2.
    static double outer(double x) {
        return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }
}
