package lanewise.samples.conformance.calls;

import java.util.Arrays;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.CrossEntropyOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.TripletOptions;

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
        table.add(
                "torch.nn.functional.binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None,"
                        + " reduction='mean')",
                a -> Functional.binaryCrossEntropy(
                        a.tensor("input"), a.tensor("target"), a.optionalTensor("weight"), a.reduction()));
        table.add(
                "torch.nn.functional.binary_cross_entropy_with_logits(input, target, weight=None, size_average=None,"
                        + " reduce=None, reduction='mean', pos_weight=None)",
                a -> Functional.binaryCrossEntropyWithLogits(
                        a.tensor("input"),
                        a.tensor("target"),
                        a.optionalTensor("weight"),
                        a.optionalTensor("pos_weight"),
                        a.reduction()));
        table.add(
                "torch.nn.functional.cosine_embedding_loss(input1, input2, target, margin=0, size_average=None,"
                        + " reduce=None, reduction='mean')",
                a -> Functional.cosineEmbeddingLoss(
                        a.tensor("input1"), a.tensor("input2"), target(a), a.number("margin"), a.reduction()));
        table.add(
                "torch.nn.functional.cosine_similarity(x1, x2, dim=1, eps=1e-8)",
                a -> Functional.cosineSimilarity(a.tensor("x1"), a.tensor("x2"), a.integer("dim"), a.number("eps")));
        table.add(
                "torch.nn.functional.ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0,"
                        + " reduction='mean', zero_infinity=False)",
                a -> Functional.ctcLoss(
                        a.tensor("log_probs"),
                        a.longs("targets"),
                        lengths(a, "input_lengths"),
                        lengths(a, "target_lengths"),
                        a.integer("blank"),
                        a.reduction(),
                        a.flag("zero_infinity")));
        table.add(
                "torch.nn.functional.gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction='mean')",
                a -> Functional.gaussianNllLoss(
                        a.tensor("input"),
                        a.tensor("target"),
                        a.tensor("var"),
                        a.flag("full"),
                        a.number("eps"),
                        a.reduction()));
        table.add(
                "torch.nn.functional.hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None,"
                        + " reduction='mean')",
                a -> Functional.hingeEmbeddingLoss(a.tensor("input"), target(a), a.number("margin"), a.reduction()));
        table.add(
                "torch.nn.functional.huber_loss(input, target, reduction='mean', delta=1.0)",
                a -> Functional.huberLoss(a.tensor("input"), a.tensor("target"), a.number("delta"), a.reduction()));
        table.add(
                "torch.nn.functional.kl_div(input, target, size_average=None, reduce=None, reduction='mean',"
                        + " log_target=False)",
                LossCalls::klDiv);
        table.add(
                "torch.nn.functional.margin_ranking_loss(input1, input2, target, margin=0, size_average=None,"
                        + " reduce=None, reduction='mean')",
                a -> Functional.marginRankingLoss(
                        a.tensor("input1"), a.tensor("input2"), target(a), a.number("margin"), a.reduction()));
        table.add(
                "torch.nn.functional.multi_margin_loss(input, target, p=1, margin=1.0, weight=None,"
                        + " size_average=None, reduce=None, reduction='mean')",
                a -> Functional.multiMarginLoss(
                        a.tensor("input"),
                        a.longs("target"),
                        a.integer("p"),
                        a.number("margin"),
                        a.optionalTensor("weight"),
                        a.reduction()));
        table.add(
                "torch.nn.functional.multilabel_margin_loss(input, target, size_average=None, reduce=None,"
                        + " reduction='mean')",
                a -> Functional.multilabelMarginLoss(a.tensor("input"), a.longs("target"), a.reduction()));
        table.add(
                "torch.nn.functional.multilabel_soft_margin_loss(input, target, weight=None, size_average=None,"
                        + " reduce=None, reduction='mean')",
                a -> Functional.multilabelSoftMarginLoss(
                        a.tensor("input"), target(a), a.optionalTensor("weight"), a.reduction()));
        table.add(
                "torch.nn.functional.nll_loss(input, target, weight=None, size_average=None, ignore_index=-100,"
                        + " reduce=None, reduction='mean')",
                a -> Functional.nllLoss(
                        a.tensor("input"),
                        a.longs("target"),
                        a.optionalTensor("weight"),
                        a.longInteger("ignore_index"),
                        a.reduction()));
        table.add(
                "torch.nn.functional.pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False)",
                a -> Functional.pairwiseDistance(
                        a.tensor("x1"), a.tensor("x2"), a.number("p"), a.number("eps"), a.flag("keepdim")));
        table.add("torch.nn.functional.pdist(input, p=2)", a -> Functional.pdist(a.tensor("input"), a.number("p")));
        table.add(
                "torch.nn.functional.poisson_nll_loss(input, target, log_input=True, full=False, size_average=None,"
                        + " eps=1e-8, reduce=None, reduction='mean')",
                a -> Functional.poissonNllLoss(
                        a.tensor("input"),
                        target(a),
                        a.flag("log_input"),
                        a.flag("full"),
                        a.number("eps"),
                        a.reduction()));
        table.add(
                "torch.nn.functional.smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean',"
                        + " beta=1.0)",
                a -> Functional.smoothL1Loss(a.tensor("input"), a.tensor("target"), a.number("beta"), a.reduction()));
        table.add(
                "torch.nn.functional.soft_margin_loss(input, target, size_average=None, reduce=None,"
                        + " reduction='mean')",
                a -> Functional.softMarginLoss(a.tensor("input"), target(a), a.reduction()));
        table.add(
                "torch.nn.functional.triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-6,"
                        + " swap=False, size_average=None, reduce=None, reduction='mean')",
                a -> Functional.tripletMarginLoss(
                        a.tensor("anchor"),
                        a.tensor("positive"),
                        a.tensor("negative"),
                        tripletOptions(a),
                        a.reduction()));
    }

    /// The target, of whatever type, as float32.
    static Tensor target(Arguments a) {
        return a.isLongs("target") ? a.longs("target").toFloat() : a.tensor("target");
    }

    /// The options of the triplet margin loss, as a function and as a module.
    static TripletOptions tripletOptions(Arguments a) {
        return new TripletOptions(a.number("margin"), a.number("p"), a.number("eps"), a.flag("swap"));
    }

    private static Tensor klDiv(Arguments a) {
        boolean logTarget = a.flag("log_target");
        return a.text("reduction").equals("batchmean")
                ? Functional.klDivBatchMean(a.tensor("input"), a.tensor("target"), logTarget)
                : Functional.klDiv(a.tensor("input"), a.tensor("target"), logTarget, a.reduction());
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

    /// Of a tensor, a list, or a number.
    static LongTensor lengths(Arguments a, String name) {
        return a.isLongs(name)
                ? a.longs(name)
                : LongTensor.of(Arrays.stream(a.integers(name)).asLongStream().toArray());
    }
}
