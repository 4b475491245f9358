package lanewise.optim.lr;

import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;

/// A factor for each group that is a function of the epoch. Functions are not saved.
abstract class LambdaScheduler extends EpochScheduler {
    private final List<IntToDoubleFunction> lambdas;

    LambdaScheduler(String name, Optimizer<?> optimizer, List<IntToDoubleFunction> lambdas, int lastEpoch) {
        int groups = optimizer.paramGroups().size();
        if (lambdas.size() != groups) {
            throw new IllegalArgumentException(
                    name + ": there are " + lambdas.size() + " functions, the optimizer has " + groups + " groups");
        }
        this.lambdas = List.copyOf(lambdas);
        super(optimizer, lastEpoch);
    }

    static List<IntToDoubleFunction> forAll(Optimizer<?> optimizer, IntToDoubleFunction lambda) {
        return Collections.nCopies(optimizer.paramGroups().size(), lambda);
    }

    final double factor(int epoch, int group) {
        return lambdas.get(group).applyAsDouble(epoch);
    }

    /// Nothing in place of each function, as PyTorch has it.
    @Override
    protected void save(StateDict state) {
        super.save(state.put("lr_lambdas", Collections.nCopies(lambdas.size(), null)));
    }
}
