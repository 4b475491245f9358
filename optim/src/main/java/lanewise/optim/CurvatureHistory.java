package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The latest pairs of a move `s` and the change `y` of the gradient that came of it, and the approximation `H` of
/// the inverse Hessian that they make: the one nearest to `H₀·1` with `s = H·y` for each pair, as BFGS updates it.
///
/// Nocedal 1980, "Updating quasi-Newton matrices with limited storage", doi:10.1090/S0025-5718-1980-0572855-7.
final class CurvatureHistory {
    /// A pair with less curvature `y·s` is not remembered: `H` must stay positive definite.
    private static final double LEAST_CURVATURE = 1e-10;

    private final FlatVectors vectors;
    private final int length;

    /// The oldest first.
    private final List<Pair> pairs = new ArrayList<>();

    /// Where the next pair is computed.
    private Pair next;

    private double scale = 1;

    CurvatureHistory(FlatVectors vectors, int length) {
        this.vectors = vectors;
        this.length = length;
        next = new Pair(length);
    }

    /// A pair, with what the two loops need for it.
    static final class Pair {
        /// The change of the gradient, `y`.
        final NDArray change;

        /// The move, `s`.
        final NDArray move;

        /// `1 / y·s`
        double ro;

        private double alpha;

        Pair(int length) {
            change = NDArray.zerosKept(Shape.of(length));
            move = NDArray.zerosKept(Shape.of(length));
        }
    }

    List<Pair> pairs() {
        return pairs;
    }

    /// `H₀`
    double scale() {
        return scale;
    }

    /// Sets the whole state, but for the content of the pairs: so many of them, with these `1 / y·s`.
    void restore(double[] ro, double scale) {
        this.scale = scale;
        pairs.clear();
        for (double of : ro) {
            Pair pair = new Pair(length);
            pair.ro = of;
            pairs.add(pair);
        }
    }

    /// Remembers the move `t·d` and the change `g − last` of the gradient, if their curvature is large enough. Of
    /// more than `size` pairs the oldest are forgotten.
    void remember(double t, float[] d, float[] g, float[] last, int size) {
        float[] y = next.change.data();
        float[] s = next.move.data();
        vectors.subtract(g, last, y);
        vectors.scale(t, d, s);
        double curvature = vectors.dot(y, s);
        boolean remembers = curvature > LEAST_CURVATURE;
        Pair free = null;
        while (pairs.size() > (remembers ? size - 1 : size)) {
            free = pairs.removeFirst();
        }
        if (!remembers) {
            return;
        }
        next.ro = 1 / curvature;
        scale = curvature / vectors.dot(y, y);
        pairs.add(next);
        next = free != null ? free : new Pair(length);
    }

    /// `d = −H·g`, by two loops over the pairs.
    void direction(float[] g, float[] d) {
        vectors.scale(-1, g, d);
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            pair.alpha = vectors.dot(pair.move.data(), d) * pair.ro;
            vectors.add(-pair.alpha, pair.change.data(), d);
        }
        vectors.scale(scale, d, d);
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            double beta = vectors.dot(pair.change.data(), d) * pair.ro;
            vectors.add(pair.alpha - beta, pair.move.data(), d);
        }
    }
}
