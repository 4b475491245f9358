package lanewise.samples.conformance.calls;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.CrossEntropyOptions;
import lanewise.nn.functional.Functional;

/// Losses as functions.
final class LossCalls {
    private LossCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.nn.functional.cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100,"
                        + " reduce=None, reduction='mean', label_smoothing=0.0)",
                LossCalls::crossEntropy);
        table.add(
                "torch.nn.functional.l1_loss(input, target, size_average=None, reduce=None, reduction='mean')",
                a -> Functional.l1Loss(a.tensor("input"), a.tensor("target"), a.reduction()));
        table.add(
                "torch.nn.functional.mse_loss(input, target, size_average=None, reduce=None, reduction='mean')",
                a -> Functional.mseLoss(a.tensor("input"), a.tensor("target"), a.reduction()));
    }

    /// The options of the cross entropy, as a function and as a module.
    static CrossEntropyOptions crossEntropyOptions(Arguments a) {
        return new CrossEntropyOptions(
                a.optionalTensor("weight"), a.longInteger("ignore_index"), a.reduction(), a.number("label_smoothing"));
    }

    private static Tensor crossEntropy(Arguments a) {
        return a.isLongs("target")
                ? Functional.crossEntropy(a.tensor("input"), a.longs("target"), crossEntropyOptions(a))
                : Functional.crossEntropy(a.tensor("input"), a.tensor("target"), crossEntropyOptions(a));
    }
}
