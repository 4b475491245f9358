package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;

/// The inverse of the logistic function: `y = ln(x/(1 − x))`, where x is first brought into [eps, 1 − eps] if there
/// is an eps.
///
///     dy/dx = 1/(x·(1 − x)); with an eps 0 outside [eps, 1 − eps], without one NaN outside [0, 1]
public final class Logit extends ElementFunction {
    private final double low;
    private final double high;
    private final double outside;

    /// Without an eps: NaN outside [0, 1], infinite at its ends.
    public Logit() {
        this.low = Double.NEGATIVE_INFINITY;
        this.high = Double.POSITIVE_INFINITY;
        this.outside = Double.NaN;
    }

    /// With an eps.
    public Logit(double eps) {
        this.low = eps;
        this.high = 1 - eps;
        this.outside = 0;
    }

    @Override
    public String name() {
        return "logit";
    }

    @Override
    double value(double x) {
        double p = x < low ? low : x > high ? high : x;
        return StrictMath.log(p / (1 - p));
    }

    @Override
    double slope(double x) {
        boolean inside = x >= Math.max(low, 0) && x <= Math.min(high, 1);
        return inside ? 1 / (x * (1 - x)) : outside;
    }

    @Override
    protected Variable derivative(Variable x) {
        Variable inside = x.neg().add(1).mul(x).reciprocal();
        NDArray p = x.array();
        BoolArray isOutside =
                Logic.or(Compare.lt(p, (float) Math.max(low, 0)), Compare.gt(p, (float) Math.min(high, 1)));
        return inside.fill(isOutside, (float) outside);
    }
}
