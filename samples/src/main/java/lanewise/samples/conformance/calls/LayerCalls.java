package lanewise.samples.conformance.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.functional.Functional;
import lanewise.optim.GradientClipping;

/// Layers as functions, and the clipping of gradients.
final class LayerCalls {
    private LayerCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.nn.functional.batch_norm(input, running_mean, running_var, weight=None, bias=None,"
                        + " training=False, momentum=0.1, eps=1e-5)",
                a -> Functional.batchNorm(
                        a.tensor("input"),
                        a.optionalTensor("running_mean"),
                        a.optionalTensor("running_var"),
                        a.optionalTensor("weight"),
                        a.optionalTensor("bias"),
                        a.flag("training"),
                        a.number("momentum"),
                        a.number("eps")));
        table.add(
                "torch.nn.functional.dropout(input, p=0.5, training=True, inplace=False)",
                a -> Functional.dropout(a.tensor("input"), a.number("p"), a.flag("training")));
        table.add(
                "torch.nn.functional.group_norm(input, num_groups, weight=None, bias=None, eps=1e-5)",
                a -> Functional.groupNorm(
                        a.tensor("input"),
                        a.integer("num_groups"),
                        a.optionalTensor("weight"),
                        a.optionalTensor("bias"),
                        a.number("eps")));
        table.add(
                "torch.nn.functional.instance_norm(input, running_mean=None, running_var=None, weight=None, bias=None,"
                        + " use_input_stats=True, momentum=0.1, eps=1e-5)",
                a -> Functional.instanceNorm(
                        a.tensor("input"),
                        a.optionalTensor("running_mean"),
                        a.optionalTensor("running_var"),
                        a.optionalTensor("weight"),
                        a.optionalTensor("bias"),
                        a.flag("use_input_stats"),
                        a.number("momentum"),
                        a.number("eps")));
        table.add(
                "torch.nn.functional.layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5)",
                a -> Functional.layerNorm(
                        a.tensor("input"),
                        Shape.of(a.integers("normalized_shape")),
                        a.optionalTensor("weight"),
                        a.optionalTensor("bias"),
                        a.number("eps")));
        table.add("torch.native_layer_norm(input, normalized_shape, weight, bias, eps)", LayerCalls::nativeLayerNorm);
        table.add(
                "torch.nn.functional.rms_norm(input, normalized_shape, weight=None, eps=1.1920928955078125e-7)",
                a -> Functional.rmsNorm(
                        a.tensor("input"),
                        Shape.of(a.integers("normalized_shape")),
                        a.optionalTensor("weight"),
                        a.number("eps")));

        table.add(
                "torch.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False)",
                a -> clipped(
                        a.tensors("parameters"),
                        p -> GradientClipping.clipGradNorm_(
                                p, a.number("max_norm"), a.number("norm_type"), a.flag("error_if_nonfinite"))));
        table.add(
                "torch.nn.utils.clip_grad_value_(parameters, clip_value)",
                a -> clipped(a.tensors("parameters"), p -> {
                            GradientClipping.clipGradValue_(p, a.number("clip_value"));
                            return 0;
                        })
                        .stream()
                        .skip(1)
                        .toList());
    }

    /// The result of the clipping of parameters with these gradients, and the gradients after it.
    private static List<Object> clipped(List<Tensor> gradients, ToDoubleFunction<List<Tensor>> clipping) {
        List<Tensor> parameters = new ArrayList<>();
        for (Tensor gradient : gradients) {
            Tensor parameter = Tensor.zerosLike(gradient).requiresGrad_(true);
            parameter.setGrad(gradient);
            parameters.add(parameter);
        }
        List<Object> results = new ArrayList<>();
        results.add(clipping.applyAsDouble(parameters));
        results.addAll(parameters.stream().map(Tensor::grad).toList());
        return results;
    }

    /// With the mean and the inverse of the standard deviation of each example.
    private static List<Tensor> nativeLayerNorm(Arguments a) {
        Tensor x = a.tensor("input");
        Shape shape = Shape.of(a.integers("normalized_shape"));
        Tensor y =
                Functional.layerNorm(x, shape, a.optionalTensor("weight"), a.optionalTensor("bias"), a.number("eps"));
        int[] dims = new int[shape.rank()];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = -1 - d;
        }
        Tensor mean = x.mean(true, dims);
        Tensor inverse = x.sub(mean)
                .square()
                .mean(true, dims)
                .add((float) a.number("eps"))
                .rsqrt();
        return List.of(y, mean, inverse);
    }
}
