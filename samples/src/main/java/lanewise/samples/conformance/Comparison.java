package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Holds what the library gave against PyTorch's values, for one case.
///
/// A tensor `x` is as it should be if NaN and infinity are where they are in the true values `ref`, and elsewhere
///
///     |x − ref| ≤ 4·max(e32, 2⁻²⁴·max|ref|)
///
/// with `e32`, the error of PyTorch in float32. The ratio is the largest difference over that maximum.
public final class Comparison {
    /// Half a step of float32 at 1: the largest error of a rounding, relative to the result.
    static final double ROUNDING = 0x1p-24;

    /// The error to measure by, relative to the largest value, where that of PyTorch is not known: a state and a
    /// loss take more than one operation, and PyTorch's own in float32 are off by up to 12 roundings.
    static final double SEVERAL_ROUNDINGS = 4 * ROUNDING;

    /// How many times PyTorch's error a tensor may have.
    static final double ALLOWED = 4;

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private boolean compared;

    /// Compares a tensor's values.
    ///
    /// @param e32 the error of PyTorch in float32; 0 if it is not known
    void tensor(String what, NDArray actual, NDArray expected, double e32) {
        tensor(what, actual, expected, e32, 0);
    }

    /// Compares a tensor's values, which may be what is left of larger ones.
    ///
    /// @param scale the size of what they are the sum of
    void tensor(String what, NDArray actual, NDArray expected, double e32, double scale) {
        tensor(what, actual, expected, e32, scale, false);
    }

    /// Compares a tensor's values.
    ///
    /// @param mayOverflow whether infinity is as good as a finite value, because PyTorch overflows on the way too
    void tensor(String what, NDArray actual, NDArray expected, double e32, double scale, boolean mayOverflow) {
        if (!actual.shape().equals(expected.shape())) {
            problem(what + " is " + actual.shape() + ", not " + expected.shape());
            return;
        }
        compared = true;
        float[] values = actual.toArray();
        float[] references = expected.toArray();
        double largest = scale;
        double error = 0;
        int worst = -1;
        for (int i = 0; i < references.length; i++) {
            float reference = references[i];
            if (!Float.isFinite(reference) || !Float.isFinite(values[i])) {
                if (Float.compare(values[i], reference) != 0 && !(mayOverflow && Float.isInfinite(values[i]))) {
                    ratios.add(Double.POSITIVE_INFINITY);
                    problem("%s[%d] is %s, not %s", what, i, values[i], reference);
                    return;
                }
                continue;
            }
            largest = Math.max(largest, Math.abs(reference));
            double distance = Math.abs((double) values[i] - reference);
            if (distance > error) {
                error = distance;
                worst = i;
            }
        }
        if (!within(error, e32, largest)) {
            problem(
                    "%s[%d] is %s, not %s: %s",
                    what, worst, values[worst], references[worst], excess(error, e32, largest));
        }
    }

    /// Compares whole numbers or truth values, which must be the same.
    void exact(String what, AnyArray actual, AnyArray expected) {
        if (!actual.shape().equals(expected.shape())) {
            problem(what + " is " + actual.shape() + ", not " + expected.shape());
            return;
        }
        compared = true;
        switch (expected) {
            case LongArray longs
            when actual instanceof LongArray values ->
                exact(what, Arrays.mismatch(values.toArray(), longs.toArray()), values.toArray(), longs.toArray());
            case BoolArray bools
            when actual instanceof BoolArray values -> {
                int at = Arrays.mismatch(values.toArray(), bools.toArray());
                if (at >= 0) {
                    problem("%s[%d] is %s, not %s", what, at, values.toArray()[at], bools.toArray()[at]);
                }
            }
            default ->
                problem(what + " is a " + actual.getClass().getSimpleName() + ", not a "
                        + expected.getClass().getSimpleName());
        }
    }

    private void exact(String what, int at, long[] actual, long[] expected) {
        if (at >= 0) {
            problem("%s[%d] is %s, not %s", what, at, actual[at], expected[at]);
        }
    }

    /// As many roundings of an array's largest value.
    static double roundings(int count, NDArray array) {
        double largest = 0;
        for (float value : array.toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return count * ROUNDING * largest;
    }

    /// Compares a series of numbers, from its beginning to the end of the shorter one, as a tensor.
    void series(String what, double[] actual, double[] expected, double e32) {
        compared |= Math.min(actual.length, expected.length) > 0;
        double largest = 0;
        double error = 0;
        int worst = -1;
        for (int i = 0; i < Math.min(actual.length, expected.length); i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double distance = Math.abs(actual[i] - expected[i]);
            if (!(distance <= error)) {
                error = Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
                worst = i;
            }
        }
        if (!within(error, e32, largest)) {
            problem(
                    "%s[%d] is %s, not %s: %s",
                    what, worst, actual[worst], expected[worst], excess(error, e32, largest));
        }
    }

    /// Compares a number that is computed in double here and in PyTorch; it has no part in the ratio.
    void number(String what, double actual, double expected, double allowed) {
        compared = true;
        if (Double.compare(actual, expected) != 0 && !(Math.abs(actual - expected) <= allowed)) {
            problem("%s is %s, not %s", what, actual, expected);
        }
    }

    /// Compares numbers of which it is known how far they may be apart; they have no part in the ratio. However far
    /// that is, NaN and infinity are wrong where the true value is finite.
    void close(String what, double[] actual, double[] expected, double allowed) {
        compared = true;
        for (int i = 0; i < expected.length; i++) {
            boolean isClose = Double.isFinite(actual[i])
                    && Double.isFinite(expected[i])
                    && Math.abs(actual[i] - expected[i]) <= allowed;
            if (!isClose && Double.compare(actual[i], expected[i]) != 0) {
                problem("%s[%d] is %s, not %s; %.3g is allowed", what, i, actual[i], expected[i], allowed);
                return;
            }
        }
    }

    /// Notes that the case has failed unless the condition holds.
    void check(boolean condition, String problem) {
        compared = true;
        if (!condition) {
            problem(problem);
        }
    }

    /// Notes something that is not a failure.
    void note(String text) {
        notes.add(text);
    }

    /// Notes that the case has failed.
    void problem(String problem) {
        problems.add(problem);
    }

    /// What became of the case. One with which nothing was compared has failed.
    ///
    /// @param otherwise what became of it if nothing is wrong: it passed, or something is missing or not
    ///     expressible. What was compared before that came up still counts: a case with a wrong value has failed
    /// @param lack what is missing or not expressible
    CaseResult result(CaseName name, Outcome otherwise, String lack) {
        if (problems.isEmpty() && otherwise == Outcome.PASSED && !compared) {
            problem("the case has nothing to compare with");
        }
        if (!problems.isEmpty()) {
            String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
            return new CaseResult(name, Outcome.FAILED, ratios, problems.getFirst() + more);
        }
        return otherwise == Outcome.PASSED
                ? new CaseResult(name, otherwise, ratios, String.join("; ", notes))
                : new CaseResult(name, otherwise, List.of(), lack);
    }

    private boolean within(double error, double e32, double largest) {
        double unit = unit(e32, largest);
        // Zeros have no rounding: there, anything else is infinitely wrong.
        double multiple = error == 0 ? 0 : error / unit;
        ratios.add(multiple);
        return multiple <= ALLOWED;
    }

    private static double unit(double e32, double largest) {
        return Math.max(e32, ROUNDING * largest);
    }

    private static String excess(double error, double e32, double largest) {
        return String.format(
                Locale.ROOT,
                "off by %.3g, %.3g times PyTorch's %.3g",
                error,
                error / unit(e32, largest),
                unit(e32, largest));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private void problem(String format, Object... values) {
        problem(String.format(Locale.ROOT, format, values));
    }
}
