package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// Gradients as values, and backward passes from several tensors: PyTorch's `torch.autograd.grad` and `backward`.
///
/// ```java
/// Tensor u = model.call(x);
/// Tensor du = Autograd.grad(u.sum(), x, true);     // recorded, so it has gradients itself
/// Tensor d2u = Autograd.grad(du.sum(), x, true);
/// d2u.add(u).square().mean().backward();           // u″ = −u
/// ```
public final class Autograd {
    private Autograd() {}

    /// The gradient of a single number with respect to `input`; frees the graph. See
    /// [#grad(List, List, List, boolean, boolean, boolean)].
    public static Tensor grad(Tensor output, Tensor input) {
        return grad(output, input, false);
    }

    /// As [#grad(Tensor, Tensor)]; with `createGraph` the gradient can be differentiated, and the graph stays.
    public static Tensor grad(Tensor output, Tensor input, boolean createGraph) {
        return grad(List.of(output), List.of(input), createGraph).getFirst();
    }

    /// As [#grad(Tensor, Tensor, boolean)], with the gradient of something else with respect to `output`, a tensor
    /// of any shape: the vector in a vector-Jacobian product.
    public static Tensor grad(Tensor output, Tensor input, Tensor gradOutput, boolean createGraph) {
        return used(grad(List.of(output), List.of(input), List.of(gradOutput), createGraph, createGraph, false))
                .getFirst();
    }

    /// The gradients of the sum of single numbers with respect to all `inputs`; frees the graph.
    public static List<Tensor> grad(List<? extends Tensor> outputs, List<? extends Tensor> inputs) {
        return grad(outputs, inputs, false);
    }

    /// As [#grad(List, List)]; with `createGraph` the gradients can be differentiated, and the graph stays.
    public static List<Tensor> grad(
            List<? extends Tensor> outputs, List<? extends Tensor> inputs, boolean createGraph) {
        return used(grad(outputs, inputs, null, createGraph, createGraph, false));
    }

    /// The gradients with respect to `inputs`, which may be any tensors of the graph, of what has the gradients
    /// `gradOutputs` with respect to `outputs`. The leaves' own gradients stay as they are, and only the operations
    /// between outputs and inputs run.
    ///
    /// @param gradOutputs of the outputs' shapes; null, or null in a place, for an output that is a single number
    /// @param retainGraph whether the graph stays, as it does with `createGraph`
    /// @param createGraph whether the pass is recorded, so that the gradients can be differentiated
    /// @param allowUnused whether the gradient of an input that the outputs do not depend on is null
    /// @throws IllegalArgumentException if an input does not matter for the outputs, unless `allowUnused`
    /// @throws IllegalStateException if an output or an input requires no gradient, if an output is not a single
    ///     number and has no gradient, or for any reason of [Tensor#backward()]
    /// @throws ShapeMismatchException if a gradient has not its output's shape
    /// @throws UnsupportedOperationException if `createGraph` and the gradient of an operation cannot be
    ///     differentiated
    public static List<@Nullable Tensor> grad(
            List<? extends Tensor> outputs,
            List<? extends Tensor> inputs,
            @Nullable List<? extends @Nullable Tensor> gradOutputs,
            boolean retainGraph,
            boolean createGraph,
            boolean allowUnused) {
        Captures captures = new Captures(inputs, allowUnused);
        run("grad", outputs, gradOutputs, retainGraph, createGraph, captures);
        return captures.gradients();
    }

    /// Adds the gradients of the leaves that `tensors` were made of to theirs, in one pass; see
    /// [Tensor#backward(Tensor, boolean, boolean)].
    ///
    /// @param gradTensors of the tensors' shapes; null, or null in a place, for a tensor that is a single number
    public static void backward(
            List<? extends Tensor> tensors,
            @Nullable List<? extends @Nullable Tensor> gradTensors,
            boolean retainGraph,
            boolean createGraph) {
        run("backward", tensors, gradTensors, retainGraph, createGraph, null);
    }

    private static void run(
            String method,
            List<? extends Tensor> tensors,
            @Nullable List<? extends @Nullable Tensor> gradients,
            boolean retainGraph,
            boolean createGraph,
            @Nullable Captures captures) {
        if (gradients != null && gradients.size() != tensors.size()) {
            throw new IllegalArgumentException(method + ": " + gradients.size() + " gradients for " + tensors.size()
                    + " tensors; there must be one for each, or null in its place");
        }
        List<Node> roots = new ArrayList<>();
        List<Tensor> seeds = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            tensor.checkView(method);
            roots.add(tensor.checkRequiresGrad(method));
            Tensor gradient = gradients == null ? null : gradients.get(i);
            if (gradient != null && !gradient.shape().equals(tensor.shape())) {
                throw new ShapeMismatchException(method + ": a gradient " + gradient.shape() + " for tensor " + i
                        + ", which has shape " + tensor.shape() + "; the shapes must be the same");
            }
            seeds.add(gradient == null ? tensor.one(method) : gradient);
        }
        BackwardWalk walk = createGraph ? new RecordedWalk(captures) : new BackwardWalk(captures);
        walk.run(roots, seeds, retainGraph || createGraph);
    }

    /// The same list, in which no gradient is missing.
    private static List<Tensor> used(List<@Nullable Tensor> gradients) {
        List<Tensor> present = new ArrayList<>();
        for (Tensor gradient : gradients) {
            if (gradient != null) {
                present.add(gradient);
            }
        }
        return present;
    }
}
