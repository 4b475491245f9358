package lanewise.autograd;

import java.util.List;
import lanewise.engine.Intermediates;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.SparseRows;
import lanewise.engine.op.Applicable;
import lanewise.engine.op.Copy;
import lanewise.engine.op.Operation;
import org.jspecify.annotations.Nullable;

/// An array of float32 that can have a gradient: a thin handle over an [NDArray] and its place in the graph.
///
/// An operation on tensors of which one requires gradients is recorded, unless [GradMode] says otherwise;
/// [#backward()] runs what was recorded backwards and adds to [#grad()] of the leaves. Names and semantics are
/// PyTorch's; a method that ends in an underscore changes the tensor in place.
///
/// How tensors are made, from numbers ([#zeros(int...)]) or of others ([#cat(List, int)]), is inherited.
///
/// Tensors belong to one thread at a time. Threads may build graphs on shared parameters; only one at a time may
/// run a backward pass that leads to the same leaf.
public sealed class Tensor extends Joining
        implements Arithmetic,
                Functions,
                Roundings,
                Combinations,
                Predicates,
                Products,
                Reductions,
                Statistics,
                Cumulations,
                TensorViews,
                Picking,
                Scattering,
                Changes,
                IndexedChanges,
                Comparisons
        permits Parameter {
    private final NDArray array;
    private final @Nullable ViewOf viewOf;
    private @Nullable OperationNode operationNode;
    private @Nullable LeafGradient leaf;
    private boolean leafRequiresGrad;

    /// A leaf that requires no gradient.
    Tensor(NDArray array) {
        this(array, null);
    }

    private Tensor(NDArray array, @Nullable ViewOf viewOf) {
        this.array = array;
        this.viewOf = viewOf;
    }

    // ---- recording

    /// The result of `operation` on these tensors, recorded if one of them requires gradients and [GradMode] does
    /// not say otherwise. All operations go through here.
    public static Tensor apply(Operation operation, Tensor... inputs) {
        NDArray[] values = new NDArray[inputs.length];
        boolean requiresGrad = false;
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = inputs[i];
            if (input.viewOf != null) {
                input.viewOf.check(operation.name());
            }
            values[i] = input.array;
            requiresGrad |= input.requiresGrad();
        }
        NDArray result = operation.forward(values);
        if (AnomalyMode.isEnabled()) {
            AnomalyMode.checkResult(operation.name(), values, result);
        }
        if (isNew(result, values)) {
            result.storage().pass();
        }
        Tensor output = result(result, inputs);
        if (requiresGrad && GradMode.isEnabled()) {
            output.operationNode = new OperationNode(operation, inputs, values, result);
            if (AnomalyMode.isEnabled()) {
                AnomalyMode.recorded(output.operationNode);
            }
        }
        return output;
    }

    private static boolean isNew(NDArray result, NDArray[] values) {
        for (NDArray value : values) {
            if (value.storage() == result.storage()) {
                return false;
            }
        }
        return true;
    }

    /// As [#apply(Operation, Tensor...)]; see [Applicable] for the difference.
    static Tensor applied(Applicable operation, Tensor... inputs) {
        return apply((Operation) operation, inputs);
    }

    /// A tensor for what an operation made of `inputs`: a view if it lies in the memory of the only one.
    static Tensor result(NDArray array, Tensor... inputs) {
        boolean view = inputs.length == 1 && inputs[0].array.storage() == array.storage();
        return new Tensor(array, view ? ViewOf.of(inputs[0]) : null);
    }

    /// The tensor with these numbers whose gradient arrives at `node`, which may be null.
    static Tensor at(@Nullable Node node, NDArray array) {
        Tensor tensor = new Tensor(array);
        if (node instanceof OperationNode made) {
            tensor.operationNode = made;
        } else if (node instanceof LeafGradient end) {
            tensor.leaf = end;
            tensor.leafRequiresGrad = true;
        }
        return tensor;
    }

    /// Where the gradient of this tensor arrives; null if it requires none.
    @Nullable
    Node node() {
        return operationNode != null ? operationNode : leafRequiresGrad ? leaf : null;
    }

    /// The operation that made this tensor, if it was recorded.
    @Nullable
    OperationNode operationNode() {
        return operationNode;
    }

    /// From now on this tensor is what `node` made: it was changed in place.
    void rebase(OperationNode node) {
        if (operationNode != null && operationNode.retainsGrad()) {
            node.retainGrad();
        }
        operationNode = node;
    }

    @Nullable
    ViewOf viewOf() {
        return viewOf;
    }

    // ---- the array

    /// The numbers, live, without a gradient. Whoever writes into them says so with `array().storage().touch()`.
    @Override
    public NDArray array() {
        array.storage().share(); // whoever sees it may keep it
        return array;
    }

    /// Whether what is written into one may be seen in the other: whether one is a view of the other, or both of
    /// the same.
    public boolean sharesMemory(Tensor other) {
        return array.storage() == other.array.storage();
    }

    /// Says that this is the result that [Intermediates] lead to. Returns this.
    public Tensor resultOf(Intermediates intermediates) {
        intermediates.result(array.storage());
        return this;
    }

    /// Says that `next` has been computed of this tensor, and that this one is not used any more: if it is one of
    /// [Intermediates], and not in the same memory, its memory may go back at once.
    public void passedOnTo(Tensor next) {
        if (!sharesMemory(next)) {
            array.storage().forget();
        }
    }

    /// The shape.
    @Override
    public Shape shape() {
        return array.shape();
    }

    /// The size of a dimension; a negative one counts from the end.
    @Override
    public int dim(int dimension) {
        return array.shape().dim(dimension);
    }

    /// The number of dimensions.
    @Override
    public int rank() {
        return array.shape().rank();
    }

    /// The number of elements.
    @Override
    public int elements() {
        return array.elements();
    }

    /// The only element.
    ///
    /// @throws ShapeMismatchException if there is not exactly one
    public float item() {
        return array.item();
    }

    /// A copy of the elements, row-major.
    public float[] toArray() {
        return array.toArray();
    }

    /// A copy, which is an operation like others: gradients flow through it.
    @Override
    @SuppressWarnings({"PMD.CloneMethodMustImplementCloneable", "MethodDoesntCallSuperMethod"})
    public final Tensor clone() {
        return applied(Copy.COPY, this);
    }

    /// The same memory without the history: a leaf that requires no gradient. A change in place of either is seen
    /// by both, and by backward passes that need the value.
    public Tensor detach() {
        return new Tensor(array);
    }

    /// Takes the memory out of the [lanewise.engine.Workspace] it was made in, so that it lives as long as it is
    /// used. Returns this. To carry a value from step to step, also leave its history behind: `detach().keep()`.
    @Override
    public Tensor keep() {
        array.keep();
        return this;
    }

    // ---- gradients

    /// Whether gradients flow to this tensor: it is a leaf that was told so, or was made of one that requires
    /// gradients.
    public boolean requiresGrad() {
        return operationNode != null || leafRequiresGrad;
    }

    /// Says whether this leaf shall get gradients. Returns this.
    ///
    /// @throws IllegalStateException if it is not a leaf and `required` is false
    public Tensor requiresGrad_(boolean required) {
        if (operationNode != null) {
            if (!required) {
                throw new IllegalStateException(
                        "requiresGrad_: " + operationNode.operationName() + " made this tensor, and"
                                + " only a leaf can stop requiring gradients; detach() gives one without history");
            }
            return this;
        }
        leafRequiresGrad = required;
        if (required) {
            leaf();
        }
        return this;
    }

    /// Whether no recorded operation made this tensor.
    public boolean isLeaf() {
        return operationNode == null;
    }

    /// The gradient that backward passes have summed up; null before the first, and after `setGrad(null)`. A leaf
    /// has one, another tensor only after [#retainGrad()].
    ///
    /// It is live: the next backward pass adds to it, and after `setGrad(null)` overwrites it. `clone()` what must
    /// outlast the step.
    ///
    /// @throws IllegalStateException if it is [sparse][#sparseGrad()]
    public @Nullable Tensor grad() {
        Node node = operationNode != null ? operationNode : leaf;
        return node == null ? null : node.grad();
    }

    /// The gradient if it has only some rows of this matrix, as that of an embedding's table has with the option
    /// `sparse`; otherwise null. Where the table gets another gradient as well, or has hooks, or is no leaf, its
    /// gradient is dense.
    ///
    /// It is live, as [#grad()] is.
    public @Nullable SparseRows sparseGrad() {
        return leaf == null ? null : leaf.sparseGrad();
    }

    /// Whether the gradient is [sparse][#sparseGrad()].
    public boolean hasSparseGrad() {
        return sparseGrad() != null;
    }

    /// The gradient, [sparse][#sparseGrad()] or not, as [#grad()] gives it: of a sparse one, a new tensor of the
    /// whole matrix.
    public @Nullable Tensor denseGrad() {
        SparseRows rows = sparseGrad();
        return rows == null ? grad() : new Tensor(rows.toDense());
    }

    /// Replaces the gradient. With null the next backward pass begins anew, in the memory that this leaf keeps.
    ///
    /// @throws ShapeMismatchException if `grad` has another shape than this tensor
    public void setGrad(@Nullable Tensor grad) {
        if (grad != null && !grad.shape().equals(shape())) {
            throw new ShapeMismatchException("setGrad: a gradient " + grad.shape() + " for a tensor " + shape()
                    + "; the shapes must be the same");
        }
        if (operationNode != null) {
            operationNode.setGrad(grad);
        } else if (grad != null || leaf != null) {
            leaf().setGrad(grad);
        }
    }

    /// Keeps the gradient of a tensor that is no leaf in [#grad()]; for a leaf that is so anyway.
    ///
    /// @throws IllegalStateException if this tensor requires no gradient
    public void retainGrad() {
        checkRequiresGrad("retainGrad");
        if (operationNode != null) {
            operationNode.retainGrad();
        }
    }

    /// Calls `hook` with this tensor's gradient in every backward pass, before it goes on to what this tensor was
    /// made of. Hooks run in the order of their registration, each on the result of the one before.
    ///
    /// @throws IllegalStateException if this tensor requires no gradient
    public HookHandle registerHook(GradientHook hook) {
        return checkRequiresGrad("registerHook").addHook(hook);
    }

    /// Adds the gradients of this single number to [#grad()] of all leaves that it was made of, and frees the
    /// graph.
    ///
    /// @throws IllegalStateException if there is more than one element, if this tensor requires no gradient, if a
    ///     backward pass has freed the graph already, or if a value that is needed was changed in place
    /// @throws lanewise.engine.ClosedWorkspaceException if a value that is needed went back to its workspace
    public void backward() {
        backward(false);
    }

    /// As [#backward()]; the graph stays if `retainGraph`, so that one can go through it again.
    public void backward(boolean retainGraph) {
        backward(retainGraph, false);
    }

    /// As [#backward(boolean)]; with `createGraph` the pass is recorded itself, so that the gradients can be
    /// differentiated in turn, and the graph stays. [Autograd#grad] gives such gradients without adding them to
    /// those of the leaves.
    ///
    /// @throws UnsupportedOperationException if `createGraph` and the gradient of an operation cannot be
    ///     differentiated
    public void backward(boolean retainGraph, boolean createGraph) {
        walk(checkRequiresGrad("backward"), one("backward"), retainGraph, createGraph);
    }

    /// As [#backward()], from a tensor of any shape with the gradient of something else with respect to it.
    ///
    /// @throws ShapeMismatchException if `gradient` has another shape than this tensor
    public void backward(Tensor gradient) {
        backward(gradient, false);
    }

    /// As [#backward(Tensor)]; the graph stays if `retainGraph`.
    public void backward(Tensor gradient, boolean retainGraph) {
        backward(gradient, retainGraph, false);
    }

    /// As [#backward(boolean, boolean)], with a gradient to begin with, which may have a history of its own.
    public void backward(Tensor gradient, boolean retainGraph, boolean createGraph) {
        Node root = checkRequiresGrad("backward");
        if (!gradient.shape().equals(shape())) {
            throw new ShapeMismatchException("backward: a gradient " + gradient.shape() + " for a tensor " + shape()
                    + "; the shapes must be the same");
        }
        walk(root, gradient, retainGraph, createGraph);
    }

    /// As PyTorch prints: `tensor([1.0000, 2.0000])`, large ones abbreviated.
    @Override
    public String toString() {
        return TensorText.of(this);
    }

    private void walk(Node root, Tensor gradient, boolean retainGraph, boolean createGraph) {
        checkView("backward");
        if (createGraph) {
            new RecordedWalk(null).run(List.of(root), List.of(gradient), true);
        } else {
            BackwardWalk.run(root, gradient.array.contiguous(), retainGraph);
        }
    }

    /// Checks that this, if it is a view, still has a true history.
    void checkView(String method) {
        if (viewOf != null) {
            viewOf.check(method);
        }
    }

    /// The gradient of a single number to begin with.
    Tensor one(String method) {
        if (elements() != 1) {
            throw new IllegalStateException(method + ": a tensor " + shape() + " has " + elements()
                    + " elements; without a gradient to begin with it must be a single number, as a loss is:"
                    + " call " + method + "(gradient), or sum() first");
        }
        return new Tensor(NDArray.full(shape(), 1f));
    }

    /// The place where its gradient arrives.
    Node checkRequiresGrad(String method) {
        Node node = node();
        if (node == null) {
            throw new IllegalStateException(
                    method + ": this tensor " + shape() + " requires no gradient, and no recorded"
                            + " operation made it; call requiresGrad_(true) on a leaf before computing with it");
        }
        return node;
    }

    private LeafGradient leaf() {
        if (leaf == null) {
            leaf = new LeafGradient(shape());
        }
        return leaf;
    }
}
