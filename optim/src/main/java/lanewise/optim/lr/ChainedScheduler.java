package lanewise.optim.lr;

import java.util.List;

/// Several schedulers that step together, one after the other, each from the rates that the one before has set.
/// Those that multiply, such as [LinearLR], [StepLR] and [ExponentialLR], give the product of their curves.
///
/// ```java
/// var scheduler = new ChainedScheduler(List.of(
///         new ConstantLR(optimizer, 0.1, 20),
///         new ExponentialLR(optimizer, 0.9)));
/// ```
///
/// Where one of them refuses to step, those before it have stepped.
public final class ChainedScheduler extends CompositeScheduler {
    /// @throws IllegalArgumentException if there is no scheduler, or they are for different optimizers
    public ChainedScheduler(List<? extends LRScheduler> schedulers) {
        notEmpty("ChainedScheduler", schedulers);
        check("ChainedScheduler", schedulers.getFirst().optimizer(), schedulers);
        super(schedulers.getFirst().optimizer(), schedulers);
        noteRates();
    }

    @Override
    public void step() {
        schedulers().forEach(LRScheduler::step);
        noteRates();
    }

    @Override
    void initialStep() {
        schedulers().forEach(LRScheduler::initialStep);
        noteRates();
    }
}
