package lanewise.samples.conformance.calls;

import lanewise.engine.Shape;
import lanewise.nn.BatchNorm1d;
import lanewise.nn.BatchNorm2d;
import lanewise.nn.BatchNorm3d;
import lanewise.nn.CELU;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Dropout;
import lanewise.nn.ELU;
import lanewise.nn.Flatten;
import lanewise.nn.GELU;
import lanewise.nn.GLU;
import lanewise.nn.GroupNorm;
import lanewise.nn.Hardshrink;
import lanewise.nn.Hardsigmoid;
import lanewise.nn.Hardswish;
import lanewise.nn.Hardtanh;
import lanewise.nn.Identity;
import lanewise.nn.InstanceNorm1d;
import lanewise.nn.InstanceNorm2d;
import lanewise.nn.InstanceNorm3d;
import lanewise.nn.L1Loss;
import lanewise.nn.Layer;
import lanewise.nn.LayerNorm;
import lanewise.nn.LayerNormOptions;
import lanewise.nn.LeakyReLU;
import lanewise.nn.Linear;
import lanewise.nn.LogSigmoid;
import lanewise.nn.LogSoftmax;
import lanewise.nn.MSELoss;
import lanewise.nn.Mish;
import lanewise.nn.NormOptions;
import lanewise.nn.PReLU;
import lanewise.nn.RMSNorm;
import lanewise.nn.ReLU;
import lanewise.nn.ReLU6;
import lanewise.nn.SELU;
import lanewise.nn.Sequential;
import lanewise.nn.SiLU;
import lanewise.nn.Sigmoid;
import lanewise.nn.Softmax;
import lanewise.nn.Softmin;
import lanewise.nn.Softplus;
import lanewise.nn.Softshrink;
import lanewise.nn.Softsign;
import lanewise.nn.Tanh;
import lanewise.nn.Tanhshrink;
import lanewise.nn.Threshold;
import lanewise.nn.Unflatten;

/// Modules: containers, layers, activations, losses.
final class ModuleConstructors {
    private static final String BATCH_NORM =
            "(num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True)";
    private static final String INSTANCE_NORM =
            "(num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False)";

    private ModuleConstructors() {}

    static void addTo(ModuleTable table) {
        addContainers(table);
        addLayers(table);
        addActivations(table);
        addLosses(table);
        SequenceModules.addTo(table);
        SequenceModules.addTables(table);
        TransformerModules.addTo(table);
        ImageModules.addTo(table);
        LossModules.addTo(table);
    }

    private static void addContainers(ModuleTable table) {
        table.layer(
                "nn.Sequential(*args)",
                a -> new Sequential(a.modules("args").stream().map(table::layer).toArray(Layer[]::new)));
    }

    private static void addLayers(ModuleTable table) {
        table.layer("nn.BatchNorm1d" + BATCH_NORM, a -> new BatchNorm1d(a.integer("num_features"), normOptions(a)));
        table.layer("nn.BatchNorm2d" + BATCH_NORM, a -> new BatchNorm2d(a.integer("num_features"), normOptions(a)));
        table.layer("nn.BatchNorm3d" + BATCH_NORM, a -> new BatchNorm3d(a.integer("num_features"), normOptions(a)));
        table.layer("nn.Dropout(p=0.5, inplace=False)", a -> new Dropout(a.number("p")));
        table.layer(
                "nn.Flatten(start_dim=1, end_dim=-1)", a -> new Flatten(a.integer("start_dim"), a.integer("end_dim")));
        table.layer(
                "nn.GroupNorm(num_groups, num_channels, eps=1e-5, affine=True)",
                a -> new GroupNorm(
                        a.integer("num_groups"), a.integer("num_channels"), a.number("eps"), a.flag("affine")));
        table.layer("nn.Identity()", _ -> new Identity());
        table.layer(
                "nn.InstanceNorm1d" + INSTANCE_NORM,
                a -> new InstanceNorm1d(a.integer("num_features"), normOptions(a)));
        table.layer(
                "nn.InstanceNorm2d" + INSTANCE_NORM,
                a -> new InstanceNorm2d(a.integer("num_features"), normOptions(a)));
        table.layer(
                "nn.InstanceNorm3d" + INSTANCE_NORM,
                a -> new InstanceNorm3d(a.integer("num_features"), normOptions(a)));
        table.layer(
                "nn.LayerNorm(normalized_shape, eps=1e-5, elementwise_affine=True, bias=True)",
                a -> new LayerNorm(
                        Shape.of(a.integers("normalized_shape")),
                        new LayerNormOptions(a.number("eps"), a.flag("elementwise_affine"), a.flag("bias"))));
        table.layer(
                "nn.Linear(in_features, out_features, bias=True)",
                a -> new Linear(a.integer("in_features"), a.integer("out_features"), a.flag("bias")));
        table.layer(
                "nn.RMSNorm(normalized_shape, eps=None, elementwise_affine=True)",
                a -> new RMSNorm(
                        Shape.of(a.integers("normalized_shape")),
                        a.optionalNumber("eps"),
                        a.flag("elementwise_affine")));
        table.layer(
                "nn.Unflatten(dim, unflattened_size)",
                a -> new Unflatten(a.integer("dim"), a.integers("unflattened_size")));
    }

    private static void addActivations(ModuleTable table) {
        table.layer("nn.ELU(alpha=1.0, inplace=False)", a -> new ELU(a.number("alpha")));
        table.layer(
                "nn.GELU(approximate='none')",
                a -> new GELU(a.text("approximate").equals("tanh") ? GELU.Approximate.TANH : GELU.Approximate.NONE));
        table.layer("nn.Hardsigmoid(inplace=False)", _ -> new Hardsigmoid());
        table.layer("nn.Hardswish(inplace=False)", _ -> new Hardswish());
        table.layer(
                "nn.Hardtanh(min_val=-1.0, max_val=1.0, inplace=False)",
                a -> new Hardtanh(a.number("min_val"), a.number("max_val")));
        table.layer("nn.LeakyReLU(negative_slope=0.01, inplace=False)", a -> new LeakyReLU(a.number("negative_slope")));
        table.layer("nn.LogSigmoid()", _ -> new LogSigmoid());
        table.layer("nn.LogSoftmax(dim=None)", a -> new LogSoftmax(a.integer("dim")));
        table.layer("nn.Mish(inplace=False)", _ -> new Mish());
        table.layer("nn.ReLU(inplace=False)", _ -> new ReLU());
        table.layer("nn.ReLU6(inplace=False)", _ -> new ReLU6());
        table.layer("nn.SELU(inplace=False)", _ -> new SELU());
        table.layer("nn.SiLU(inplace=False)", _ -> new SiLU());
        table.layer("nn.Sigmoid()", _ -> new Sigmoid());
        table.layer("nn.Softmax(dim=None)", a -> new Softmax(a.integer("dim")));
        table.layer("nn.Softplus(beta=1, threshold=20)", a -> new Softplus(a.number("beta"), a.number("threshold")));
        table.layer("nn.Softsign()", _ -> new Softsign());
        table.layer("nn.CELU(alpha=1.0, inplace=False)", a -> new CELU(a.number("alpha")));
        table.layer("nn.GLU(dim=-1)", a -> new GLU(a.integer("dim")));
        table.layer("nn.Hardshrink(lambd=0.5)", a -> new Hardshrink(a.number("lambd")));
        table.layer(
                "nn.PReLU(num_parameters=1, init=0.25)", a -> new PReLU(a.integer("num_parameters"), a.number("init")));
        table.layer("nn.Softmin(dim=None)", a -> new Softmin(a.integer("dim")));
        table.layer("nn.Softshrink(lambd=0.5)", a -> new Softshrink(a.number("lambd")));
        table.layer("nn.Tanhshrink()", _ -> new Tanhshrink());
        table.layer(
                "nn.Threshold(threshold, value, inplace=False)",
                a -> new Threshold(a.number("threshold"), a.number("value")));
        table.layer("nn.Tanh()", _ -> new Tanh());
    }

    private static void addLosses(ModuleTable table) {
        table.loss(
                "nn.CrossEntropyLoss(weight=None, size_average=None, ignore_index=-100, reduce=None,"
                        + " reduction='mean', label_smoothing=0.0)",
                a -> new CrossEntropyLoss(LossCalls.crossEntropyOptions(a)),
                (loss, a) -> a.isLongs("target")
                        ? loss.call(a.tensor("input"), a.longs("target"))
                        : loss.call(a.tensor("input"), a.tensor("target")));
        table.loss(
                "nn.L1Loss(size_average=None, reduce=None, reduction='mean')",
                a -> new L1Loss(a.reduction()),
                (loss, a) -> loss.call(a.tensor("input"), a.tensor("target")));
        table.loss(
                "nn.MSELoss(size_average=None, reduce=None, reduction='mean')",
                a -> new MSELoss(a.reduction()),
                (loss, a) -> loss.call(a.tensor("input"), a.tensor("target")));
    }

    private static NormOptions normOptions(Arguments a) {
        return new NormOptions(
                a.number("eps"), a.optionalNumber("momentum"), a.flag("affine"), a.flag("track_running_stats"));
    }
}
