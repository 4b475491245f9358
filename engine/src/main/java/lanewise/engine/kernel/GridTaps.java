package lanewise.engine.kernel;

/// Which elements of one dimension a place between them is made of, and how each weight changes with the place. One
/// thread keeps one for each dimension.
final class GridTaps {
    private static final double A = -0.75;

    /// Where the elements are; −1 for one outside.
    final int[] indices = new int[4];

    final double[] weights = new double[4];

    /// The weights' derivatives with respect to the coordinate from −1 to 1.
    final double[] slopes = new double[4];

    int count = 1;

    private double factor;

    /// A dimension that there is not.
    void setOne() {
        count = 1;
        set(0, 0, 1, 0);
    }

    /// @param coordinate from −1 at the one end to 1 at the other
    /// @param taps 1 for the nearest element, 2 for a line between two, 4 for a cubic through four
    void set(double coordinate, int size, int taps, boolean border, boolean reflection, boolean alignCorners) {
        count = taps;
        factor = alignCorners ? (size - 1) / 2.0 : size / 2.0;
        double place = alignCorners ? (coordinate + 1) / 2 * (size - 1) : ((coordinate + 1) * size - 1) / 2;
        if (taps < 4) {
            place = inside(place, size, border, reflection, alignCorners);
        }
        double first = Math.floor(place);
        double part = place - first;
        if (taps == 1) {
            set(0, index(Math.rint(place), size), 1, 0);
        } else if (taps == 2) {
            set(0, index(first, size), 1 - part, -factor);
            set(1, index(first + 1, size), part, factor);
        } else {
            double slope = factor;
            for (int t = 0; t < 4; t++) {
                double distance = Math.abs(part + 1 - t);
                double sign = t < 2 ? slope : -slope;
                double at = inside(first - 1 + t, size, border, reflection, alignCorners);
                boolean near = t == 1 || t == 2;
                double weight = near
                        ? ((A + 2) * distance - (A + 3)) * distance * distance + 1
                        : ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
                double change = near
                        ? (3 * (A + 2) * distance - 2 * (A + 3)) * distance
                        : (3 * A * distance - 10 * A) * distance + 8 * A;
                set(t, index(at, size), weight, sign * change);
            }
        }
    }

    private void set(int tap, int index, double weight, double slope) {
        indices[tap] = index;
        weights[tap] = weight;
        slopes[tap] = slope;
    }

    private static int index(double place, int size) {
        return place >= 0 && place < size ? (int) place : -1;
    }

    /// The place, brought between the first and the last element; `factor` becomes how it changes with the
    /// coordinate.
    private double inside(double place, int size, boolean border, boolean reflection, boolean alignCorners) {
        double at = place;
        if (reflection) {
            at = reflected(at, alignCorners ? 0 : -0.5, alignCorners ? size - 1 : size);
        }
        if (border || reflection) {
            if (!(at > 0)) {
                factor = 0;
                return 0;
            }
            if (at >= size - 1) {
                factor = 0;
                return size - 1;
            }
        }
        return at;
    }

    private double reflected(double place, double low, double span) {
        if (span == 0) {
            factor = 0;
            return 0;
        }
        double at = place - low;
        if (at < 0) {
            factor = -factor;
            at = -at;
        }
        double extra = at % span;
        if (Math.floor(at / span) % 2 == 0) {
            return extra + low;
        }
        factor = -factor;
        return span - extra + low;
    }
}
