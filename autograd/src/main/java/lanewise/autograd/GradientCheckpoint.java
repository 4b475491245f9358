package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import lanewise.engine.Generator;
import org.jspecify.annotations.Nullable;

/// Computes a part of a model without keeping what its backward pass needs, and once more in the backward pass:
/// half as much again to compute, for a fraction of the memory. Chen et al. 2016, arXiv:1604.06174.
///
/// ```java
/// Tensor y = GradientCheckpoint.apply(block::call, x);
/// ```
public final class GradientCheckpoint {
    private GradientCheckpoint() {}

    /// What is computed twice.
    @FunctionalInterface
    public interface Part {
        /// The result. It must be the same each time: what it draws from the global [Generator] is.
        Tensor apply(Tensor... inputs);
    }

    /// The result of a part of one input.
    public static Tensor apply(UnaryOperator<Tensor> part, Tensor input) {
        return applyAll(inputs -> part.apply(inputs[0]), input);
    }

    /// The result of a part, whose gradients come with `backward()`, but not with `createGraph` or [Autograd#grad].
    /// Parameters that it uses get their gradients too; any other tensor that gradients are
    /// to flow to must be among the inputs.
    public static Tensor applyAll(Part part, Tensor... inputs) {
        if (!GradMode.isEnabled()) {
            return part.apply(inputs);
        }
        // the last input makes the call one that is recorded, since parameters are not among the inputs
        Tensor[] all = Arrays.copyOf(inputs, inputs.length + 1);
        all[inputs.length] = Tensor.zeros(1).requiresGrad_(true);
        return new TwiceComputed(part).apply(all);
    }

    private static final class TwiceComputed extends Function {
        private final Part part;
        private final Generator.State random = Generator.global().state();

        TwiceComputed(Part part) {
            this.part = part;
        }

        @Override
        public String name() {
            return "checkpoint";
        }

        /// The part computed again is a graph of its own, which adds to the gradients of the parameters it leads
        /// to.
        @Override
        void check(BackwardWalk visitor) {
            if (visitor.createsGraph() || visitor.isCapturing()) {
                throw new UnsupportedOperationException("GradientCheckpoint: what is computed twice has gradients in"
                        + " backward() alone, not in Autograd.grad nor with createGraph; call the part itself there");
            }
        }

        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            Tensor[] given = Arrays.copyOf(inputs, inputs.length - 1);
            context.saveForBackward(given);
            Tensor result = part.apply(given);
            boolean isInput = List.of(given).stream()
                    .anyMatch(input -> input.array().storage() == result.array().storage());
            return isInput ? result.clone() : result;
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            Tensor[] inputs = context.savedTensors();
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = inputs[i].detach();
                if (context.needsInputGrad(i)) {
                    inputs[i].requiresGrad_(true);
                }
            }
            Generator.State present = Generator.global().state();
            Generator.global().setState(random);
            try (GradMode _ = GradMode.enableGrad()) {
                Tensor again = part.apply(inputs);
                if (again.requiresGrad()) {
                    again.backward(outputGradient);
                }
            } finally {
                Generator.global().setState(present);
            }
            @Nullable Tensor[] gradients = new Tensor[inputs.length + 1];
            for (int i = 0; i < inputs.length; i++) {
                gradients[i] = inputs[i].denseGrad();
            }
            return gradients;
        }
    }
}
