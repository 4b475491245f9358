package lanewise.optim;

/// A line search for the strong Wolfe conditions: given a function with value `f` and slope `f′ < 0` at 0, it looks
/// for a `t` with
///
///     f(t) ≤ f + c₁·t·f′      c₁ = 1e-4: the function has come down far enough
///     |f′(t)| ≤ c₂·|f′|       c₂ = 0.9: and has become flat enough
///
/// First `t` grows until such a point is found or there must be one between the last two points, the bracket; then
/// the bracket shrinks. New points are where a cubic through the values and slopes of two points has its minimum.
///
/// Nocedal, Wright 2006, "Numerical optimization", algorithms 3.5 and 3.6, formula 3.59; after Schmidt's minFunc,
/// as PyTorch has it.
final class StrongWolfe {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;

    /// Points that are tried after the first one.
    private static final int MAX_TRIALS = 25;

    /// A bracket within which the parameters differ by less is not divided further.
    private static final double LEAST_BRACKET = 1e-9;

    /// The function along the line.
    interface Objective {
        /// Evaluates it at `t`, and writes the gradient there, of the vector's length, to the front of `gradient`.
        double at(double t, float[] gradient);
    }

    private final FlatVectors vectors;

    /// The two ends of the bracket; one of them is the better one, the low end.
    private final double[] ends = new double[2];

    private final double[] losses = new double[2];
    private final double[] slopes = new double[2];
    private final float[][] gradients;
    private float[] spare;
    private int low;
    private int evaluations;

    StrongWolfe(FlatVectors vectors) {
        this.vectors = vectors;
        gradients = new float[][] {vectors.zeros(), vectors.zeros()};
        spare = gradients[0];
    }

    /// The point found.
    double step() {
        return ends[low];
    }

    /// The function there.
    double loss() {
        return losses[low];
    }

    /// How many points have been evaluated.
    int evaluations() {
        return evaluations;
    }

    /// The gradient at the point found, in an array that is the caller's from here on.
    float[] takeGradient() {
        float[] found = gradients[low];
        gradients[low] = spare;
        return found;
    }

    /// Searches from 0 on, where the function has the value `f`, the gradient `g` and the slope `slope`, along `d`.
    /// Three arrays take the gradients, two of the search's and `g`, which is the search's from here on; what
    /// [#takeGradient] gives may be any of them.
    ///
    /// @param t the first point to try
    void search(Objective objective, double t, float[] d, double f, float[] g, double slope) {
        boolean done = false;
        int trials = 0;
        float[] other = gradients[1];
        double last = 0;
        double lastLoss = f;
        double lastSlope = slope;
        float[] lastGradient = g;
        float[] gradient = gradients[0];
        double loss = objective.at(t, gradient);
        double slopeHere = vectors.dot(gradient, d);
        evaluations = 1;
        while (true) {
            if (trials == MAX_TRIALS) {
                spare = lastGradient == g ? other : lastGradient;
                setEnd(0, 0, f, slope, g);
                setEnd(1, t, loss, slopeHere, gradient);
                break;
            }
            boolean flat = Math.abs(slopeHere) <= -C2 * slope;
            boolean rises = loss > bound(f, t, slope) || trials > 1 && loss >= lastLoss;
            if (rises || flat || slopeHere >= 0) {
                done = !rises && flat;
                spare = lastGradient == g ? other : g;
                setEnd(0, last, lastLoss, lastSlope, lastGradient);
                setEnd(1, t, loss, slopeHere, gradient);
                break;
            }
            double next = cubicMinimum(last, lastLoss, lastSlope, t, loss, slopeHere, t + 0.01 * (t - last), 10 * t);
            float[] free = lastGradient == g ? other : lastGradient;
            last = t;
            lastLoss = loss;
            lastSlope = slopeHere;
            lastGradient = gradient;
            gradient = free;
            t = next;
            loss = objective.at(t, gradient);
            slopeHere = vectors.dot(gradient, d);
            evaluations++;
            trials++;
        }
        low = done || !(losses[0] <= losses[1]) ? 1 : 0;
        if (!done) {
            zoom(objective, d, f, slope, trials);
        }
    }

    private void zoom(Objective objective, float[] d, double f, double slope, int trials) {
        double largest = vectors.maxAbs(d);
        boolean insufficient = false;
        for (int trial = trials; trial < MAX_TRIALS; trial++) {
            if (Math.abs(ends[1] - ends[0]) * largest < LEAST_BRACKET) {
                return;
            }
            double min = Math.min(ends[0], ends[1]);
            double max = Math.max(ends[0], ends[1]);
            double t = cubicMinimum(ends[0], losses[0], slopes[0], ends[1], losses[1], slopes[1], min, max);
            double margin = 0.1 * (max - min);
            boolean close = Math.min(max - t, t - min) < margin;
            if (close && (insufficient || t >= max || t <= min)) {
                t = Math.abs(t - max) < Math.abs(t - min) ? max - margin : min + margin;
                close = false;
            }
            insufficient = close;
            double loss = objective.at(t, spare);
            double slopeHere = vectors.dot(spare, d);
            evaluations++;
            int high = 1 - low;
            if (loss > bound(f, t, slope) || loss >= losses[low]) {
                exchangeEnd(high, t, loss, slopeHere);
                low = losses[0] <= losses[1] ? 0 : 1;
                continue;
            }
            boolean done = Math.abs(slopeHere) <= -C2 * slope;
            if (!done && slopeHere * (ends[high] - ends[low]) >= 0) {
                float[] gradientOfHigh = gradients[high];
                setEnd(high, ends[low], losses[low], slopes[low], gradients[low]);
                gradients[low] = gradientOfHigh;
            }
            exchangeEnd(low, t, loss, slopeHere);
            if (done) {
                return;
            }
        }
    }

    /// `f + c₁·t·f′`, as a float like the losses that it is compared with: near the minimum it is otherwise a
    /// little below `f`, and a loss of `f`, as good as a float can be, would be refused time and again.
    private static float bound(double f, double t, double slope) {
        return (float) (f + C1 * t * slope);
    }

    /// Sets an end of the bracket to the point whose gradient is in [#spare]; the end's own array is spare then.
    private void exchangeEnd(int end, double t, double loss, double slope) {
        float[] free = gradients[end];
        setEnd(end, t, loss, slope, spare);
        spare = free;
    }

    private void setEnd(int end, double t, double loss, double slope, float[] gradient) {
        ends[end] = t;
        losses[end] = loss;
        slopes[end] = slope;
        gradients[end] = gradient;
    }

    /// Where the cubic through `(x₁, f₁)` with slope `g₁` and `(x₂, f₂)` with slope `g₂` has its minimum, taken to
    /// the nearest point between `min` and `max`; their middle if it has none.
    ///
    ///     d₁ = g₁ + g₂ − 3·(f₁ − f₂)/(x₁ − x₂)
    ///     d₂ = √(d₁² − g₁·g₂)
    ///     x = x₂ − (x₂ − x₁)·(g₂ + d₂ − d₁)/(g₂ − g₁ + 2·d₂)      for x₁ ≤ x₂
    static double cubicMinimum(
            double x1, double f1, double g1, double x2, double f2, double g2, double min, double max) {
        double d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2);
        double square = d1 * d1 - g1 * g2;
        if (!(square >= 0)) {
            return (min + max) / 2;
        }
        double d2 = Math.sqrt(square);
        double x = x1 <= x2
                ? x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
                : x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2));
        return Math.min(Math.max(x, min), max);
    }
}
