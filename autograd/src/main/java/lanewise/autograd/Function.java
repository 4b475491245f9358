package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// A differentiable function of one's own, by its formula and the formula of its gradient. Options are its fields.
///
/// ```java
/// final class MyReLU extends Function {
///     protected Tensor forward(Context context, Tensor... inputs) {
///         context.saveForBackward(inputs[0]);
///         return inputs[0].clampMin(0);
///     }
///
///     protected Tensor[] backward(Context context, Tensor gradient) {
///         Tensor x = context.savedTensors()[0];
///         return new Tensor[] {gradient.maskedFill(x.lt(0), 0)};
///     }
/// }
///
/// Tensor y = new MyReLU().apply(x);
/// ```
public abstract class Function {
    /// For subclasses.
    protected Function() {}

    /// The result on these inputs. Nothing that it computes is recorded.
    protected abstract Tensor forward(Context context, Tensor... inputs);

    /// The gradient of each input, of its shape, from that of the output; null where there is none. What it
    /// computes is recorded only in a pass with `createGraph`: then it can be differentiated in turn, as far as it
    /// is written in operations on the output's gradient and on saved inputs or the saved output. What forward
    /// computed between is a constant to it.
    protected abstract @Nullable Tensor[] backward(Context context, Tensor outputGradient);

    /// Whether backward's result cannot be differentiated, say because it computes with arrays: then a pass with
    /// `createGraph` is refused. PyTorch's `once_differentiable`.
    protected boolean isOnceDifferentiable() {
        return false;
    }

    /// The name for messages: the class's.
    public String name() {
        return getClass().getSimpleName();
    }

    /// Refuses a walk that this function cannot be part of.
    void check(BackwardWalk visitor) {
        if (visitor.createsGraph() && isOnceDifferentiable()) {
            throw new UnsupportedOperationException("backward with createGraph: the gradient of " + name()
                    + " cannot be differentiated, as its isOnceDifferentiable() says; do without createGraph");
        }
    }

    /// Computes the function, and records it if an input requires gradients.
    public final Tensor apply(Tensor... inputs) {
        return FunctionCall.of(this, inputs);
    }

    /// What a function's forward leaves for its backward, of one call.
    public static final class Context {
        private final String function;
        private final boolean[] needsInputGrad;
        private final List<SavedValue> saved = new ArrayList<>();
        private final List<@Nullable Node> nodes = new ArrayList<>();

        Context(String function, boolean[] needsInputGrad) {
            this.function = function;
            this.needsInputGrad = needsInputGrad;
        }

        /// Keeps tensors for the backward pass: inputs, the output, or anything computed between.
        public void saveForBackward(Tensor... tensors) {
            for (Tensor tensor : tensors) {
                saved.add(new SavedValue(tensor.array()));
                nodes.add(tensor.node());
            }
        }

        /// From now on the output, where it was saved, has its place in the graph.
        void connect(Node made, NDArray output) {
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i) == null && saved.get(i).holds(output)) {
                    nodes.set(i, made);
                }
            }
        }

        /// What was saved, in its order.
        ///
        /// @throws IllegalStateException if one of them was changed in place since
        public Tensor[] savedTensors() {
            Tensor[] tensors = new Tensor[saved.size()];
            for (int i = 0; i < tensors.length; i++) {
                tensors[i] = Tensor.at(nodes.get(i), saved.get(i).get(function));
            }
            return tensors;
        }

        /// Whether anybody wants the gradient of input `i`.
        public boolean needsInputGrad(int i) {
            return needsInputGrad[i];
        }

        boolean needsAnyInputGrad() {
            for (boolean needed : needsInputGrad) {
                if (needed) {
                    return true;
                }
            }
            return false;
        }

        void check() {
            for (SavedValue value : saved) {
                NDArray _ = value.get(function);
            }
        }

        boolean release() {
            boolean any = !saved.isEmpty();
            saved.clear();
            nodes.clear();
            return any;
        }
    }
}
