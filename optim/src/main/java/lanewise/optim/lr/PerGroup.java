package lanewise.optim.lr;

import java.util.Arrays;
import java.util.List;
import lanewise.optim.Optimizer;

/// Options that are one number for all groups, or one for each.
final class PerGroup {
    private PerGroup() {}

    static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// Gives the values back, as a list that nobody can change.
    ///
    /// @throws IllegalArgumentException if there is none, or one is outside the range
    static List<Double> check(String scheduler, String option, List<Double> values, Range range) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(
                    scheduler + ": " + option + " has no value; one for all groups or one for each is needed");
        }
        for (double value : values) {
            range.check(scheduler, option, value);
        }
        return List.copyOf(values);
    }

    /// One for each group.
    ///
    /// @throws IllegalArgumentException if there are neither one nor as many as groups
    static double[] spread(String scheduler, String option, List<Double> values, Optimizer<?> optimizer) {
        int groups = optimizer.paramGroups().size();
        double[] result = new double[groups];
        if (values.size() == 1) {
            Arrays.fill(result, values.getFirst());
        } else if (values.size() == groups) {
            Arrays.setAll(result, values::get);
        } else {
            throw new IllegalArgumentException(scheduler + ": " + option + " has " + values.size()
                    + " values, the optimizer " + groups + " groups; one for all or one for each is needed");
        }
        return result;
    }
}
