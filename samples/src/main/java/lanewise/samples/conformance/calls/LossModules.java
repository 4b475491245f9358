package lanewise.samples.conformance.calls;

import lanewise.nn.BCELoss;
import lanewise.nn.BCEWithLogitsLoss;
import lanewise.nn.CTCLoss;
import lanewise.nn.CosineEmbeddingLoss;
import lanewise.nn.CosineSimilarity;
import lanewise.nn.GaussianNLLLoss;
import lanewise.nn.HingeEmbeddingLoss;
import lanewise.nn.HuberLoss;
import lanewise.nn.KLDivLoss;
import lanewise.nn.MarginRankingLoss;
import lanewise.nn.MultiLabelMarginLoss;
import lanewise.nn.MultiLabelSoftMarginLoss;
import lanewise.nn.MultiMarginLoss;
import lanewise.nn.NLLLoss;
import lanewise.nn.PairwiseDistance;
import lanewise.nn.PoissonNLLLoss;
import lanewise.nn.SmoothL1Loss;
import lanewise.nn.SoftMarginLoss;
import lanewise.nn.TripletMarginLoss;

/// Modules: the losses beyond cross entropy and the squared and absolute errors, and distances.
final class LossModules {
    private LossModules() {}

    static void addTo(ModuleTable table) {
        table.add(
                "nn.BCELoss(weight=None, size_average=None, reduce=None, reduction='mean')",
                a -> new BCELoss(a.optionalTensor("weight"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.BCEWithLogitsLoss(weight=None, size_average=None, reduce=None, reduction='mean',"
                        + " pos_weight=None)",
                a -> new BCEWithLogitsLoss(a.optionalTensor("weight"), a.optionalTensor("pos_weight"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.CosineEmbeddingLoss(margin=0.0, size_average=None, reduce=None, reduction='mean')",
                a -> new CosineEmbeddingLoss(a.number("margin"), a.reduction()),
                "forward(input1, input2, target)",
                (loss, a) -> loss.call(a.tensor("input1"), a.tensor("input2"), LossCalls.target(a)));
        table.add(
                "nn.CosineSimilarity(dim=1, eps=1e-8)",
                a -> new CosineSimilarity(a.integer("dim"), a.number("eps")),
                "forward(x1, x2)",
                (loss, a) -> loss.call(a.tensor("x1"), a.tensor("x2")));
        table.add(
                "nn.CTCLoss(blank=0, reduction='mean', zero_infinity=False)",
                a -> new CTCLoss(a.integer("blank"), a.reduction(), a.flag("zero_infinity")),
                "forward(log_probs, targets, input_lengths, target_lengths)",
                (loss, a) -> loss.call(
                        a.tensor("log_probs"),
                        a.longs("targets"),
                        LossCalls.lengths(a, "input_lengths"),
                        LossCalls.lengths(a, "target_lengths")));
        table.add(
                "nn.GaussianNLLLoss(full=False, eps=1e-6, reduction='mean')",
                a -> new GaussianNLLLoss(a.flag("full"), a.number("eps"), a.reduction()),
                "forward(input, target, var)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a), a.tensor("var")));
        table.add(
                "nn.HingeEmbeddingLoss(margin=1.0, size_average=None, reduce=None, reduction='mean')",
                a -> new HingeEmbeddingLoss(a.number("margin"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.HuberLoss(reduction='mean', delta=1.0)",
                a -> new HuberLoss(a.number("delta"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.KLDivLoss(size_average=None, reduce=None, reduction='mean', log_target=False)",
                a -> a.text("reduction").equals("batchmean")
                        ? KLDivLoss.batchMean(a.flag("log_target"))
                        : new KLDivLoss(a.reduction(), a.flag("log_target")),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.MarginRankingLoss(margin=0.0, size_average=None, reduce=None, reduction='mean')",
                a -> new MarginRankingLoss(a.number("margin"), a.reduction()),
                "forward(input1, input2, target)",
                (loss, a) -> loss.call(a.tensor("input1"), a.tensor("input2"), LossCalls.target(a)));
        addOthers(table);
    }

    private static void addOthers(ModuleTable table) {
        table.add(
                "nn.MultiLabelMarginLoss(size_average=None, reduce=None, reduction='mean')",
                a -> new MultiLabelMarginLoss(a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), a.longs("target")));
        table.add(
                "nn.MultiLabelSoftMarginLoss(weight=None, size_average=None, reduce=None, reduction='mean')",
                a -> new MultiLabelSoftMarginLoss(a.optionalTensor("weight"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.MultiMarginLoss(p=1, margin=1.0, weight=None, size_average=None, reduce=None,"
                        + " reduction='mean')",
                a -> new MultiMarginLoss(a.integer("p"), a.number("margin"), a.optionalTensor("weight"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), a.longs("target")));
        table.add(
                "nn.NLLLoss(weight=None, size_average=None, ignore_index=-100, reduce=None," + " reduction='mean')",
                a -> new NLLLoss(a.optionalTensor("weight"), a.longInteger("ignore_index"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), a.longs("target")));
        table.add(
                "nn.PairwiseDistance(p=2.0, eps=1e-6, keepdim=False)",
                a -> new PairwiseDistance(a.number("p"), a.number("eps"), a.flag("keepdim")),
                "forward(x1, x2)",
                (loss, a) -> loss.call(a.tensor("x1"), a.tensor("x2")));
        table.add(
                "nn.PoissonNLLLoss(log_input=True, full=False, size_average=None, eps=1e-8, reduce=None,"
                        + " reduction='mean')",
                a -> new PoissonNLLLoss(a.flag("log_input"), a.flag("full"), a.number("eps"), a.reduction()),
                "forward(log_input, target)",
                (loss, a) -> loss.call(a.tensor("log_input"), LossCalls.target(a)));
        table.add(
                "nn.SmoothL1Loss(size_average=None, reduce=None, reduction='mean', beta=1.0)",
                a -> new SmoothL1Loss(a.number("beta"), a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.SoftMarginLoss(size_average=None, reduce=None, reduction='mean')",
                a -> new SoftMarginLoss(a.reduction()),
                "forward(input, target)",
                (loss, a) -> loss.call(a.tensor("input"), LossCalls.target(a)));
        table.add(
                "nn.TripletMarginLoss(margin=1.0, p=2.0, eps=1e-6, swap=False, size_average=None,"
                        + " reduce=None, reduction='mean')",
                a -> new TripletMarginLoss(LossCalls.tripletOptions(a), a.reduction()),
                "forward(anchor, positive, negative)",
                (loss, a) -> loss.call(a.tensor("anchor"), a.tensor("positive"), a.tensor("negative")));
    }
}
