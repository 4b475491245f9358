package lanewise.optim.lr;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.BetaOptions;
import lanewise.optim.MomentumOptions;
import lanewise.optim.Optimizer;
import lanewise.optim.OptimizerOptions;
import lanewise.optim.ParamGroup;

/// Moves the momentum against the learning rate, if wanted: high where that is low.
abstract class MomentumScheduler extends EpochScheduler {
    private boolean cycleMomentum;

    MomentumScheduler(Optimizer<?> optimizer, boolean cycleMomentum, int lastEpoch) {
        this.cycleMomentum = cycleMomentum;
        super(optimizer, lastEpoch);
    }

    /// The momentum of a group at an epoch.
    abstract double momentum(int epoch, int group);

    final boolean cyclesMomentum() {
        return cycleMomentum;
    }

    @Override
    final void set(int epoch, double[] rates) {
        if (cycleMomentum) {
            double[] momentums = new double[rates.length];
            for (int i = 0; i < rates.length; i++) {
                momentums[i] = momentum(epoch, i);
            }
            setMomentums(name(), optimizer(), momentums);
        }
        super.set(epoch, rates);
    }

    @Override
    protected void save(StateDict state) {
        state.put("cycle_momentum", cycleMomentum);
        if (cycleMomentum) {
            state.put("use_beta1", optimizer().defaults() instanceof BetaOptions<?>);
        }
        super.save(state);
    }

    @Override
    protected Runnable read(SavedState state) {
        boolean savedCycleMomentum = state.flag("cycle_momentum");
        if (savedCycleMomentum && !haveMomentum(optimizer())) {
            state.problem("cycle_momentum", "is true; " + withoutMomentum(optimizer()));
        }
        Runnable rest = super.read(state);
        return () -> {
            rest.run();
            cycleMomentum = savedCycleMomentum;
        };
    }

    /// Sets the momentum of the first groups; of none, if one may not have it.
    static void setMomentums(String scheduler, Optimizer<?> optimizer, double[] momentums) {
        checkMomentums(scheduler, optimizer, momentums);
        for (int i = 0; i < momentums.length; i++) {
            set(optimizer.paramGroups().get(i), momentums[i]);
        }
    }

    /// @throws IllegalArgumentException if the optimizer has no momentum, or not such ones
    static void checkMomentums(String scheduler, Optimizer<?> optimizer, double[] momentums) {
        if (!haveMomentum(optimizer)) {
            throw new IllegalArgumentException(scheduler + ": cycleMomentum is true; " + withoutMomentum(optimizer));
        }
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        for (int i = 0; i < momentums.length; i++) {
            ((MomentumOptions<?>) groups.get(i).options()).withMomentum(momentums[i]);
        }
    }

    private static boolean haveMomentum(Optimizer<?> optimizer) {
        return optimizer.defaults() instanceof MomentumOptions<?>;
    }

    private static String withoutMomentum(Optimizer<?> optimizer) {
        return "the optimizer must support momentum or beta1 with it, and "
                + optimizer.getClass().getSimpleName() + " does not; switch cycleMomentum off";
    }

    private static <O extends OptimizerOptions<O>> void set(ParamGroup<O> group, double momentum) {
        OptimizerOptions<O> options = group.options();
        if (options instanceof MomentumOptions<O> withMomentum) {
            group.setOptions(withMomentum.withMomentum(momentum));
        }
    }
}
