package lanewise.optim;

import java.util.List;

/// Every rule, with the options that take it through each of its branches.
final class AllRules {
    static final List<OptimizerOptions<?>> OPTIONS = List.of(
            new SGD.Options(0.01).withWeightDecay(0.1),
            new SGD.Options(0.01).withMomentum(0.9).withDampening(0.5),
            new SGD.Options(0.01).withMomentum(0.9).withNesterov(true).withMaximize(true),
            new Adam.Options(0.01),
            new Adam.Options(0.01).withAmsgrad(true).withBetas(0.9, 0.9),
            new AdamW.Options(0.01),
            new RMSProp.Options(0.01),
            new RMSProp.Options(0.01).withMomentum(0.9).withCentered(true),
            new AdaGrad.Options(0.01).withLrDecay(0.1),
            new Adadelta.Options(),
            new Adamax.Options(0.01),
            new NAdam.Options(0.01),
            new RAdam.Options(0.01),
            new ASGD.Options(0.01),
            new ASGD.Options(0.01).withT0(2),
            new Rprop.Options(0.01),
            new Lion.Options(0.01).withWeightDecay(0.1),
            new LAMB.Options(0.01).withWeightDecay(0.1),
            new Adafactor.Options(0.01).withWeightDecay(0.1));

    private AllRules() {}
}
