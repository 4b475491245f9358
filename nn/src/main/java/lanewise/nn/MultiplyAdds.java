package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;

/// How many products of two numbers a call of a module adds up, its parts not counted.
final class MultiplyAdds {
    private MultiplyAdds() {}

    static long of(ModuleCall call, Tensor output) {
        return switch (call.module()) {
            case Embedding _, EmbeddingBag _ -> 0; // rows are looked up
            case LayerNorm _, RMSNorm _ -> 0; // whose weight, of any rank, scales element by element
            case RecurrentNetwork<?, ?> network -> (long) rows(call.input(0)) * weights(network);
            case RecurrentCell<?> cell -> (long) rows(call.input(0)) * weights(cell);
            case MultiheadAttention attention -> attention.multiplyAdds(call.input(0), call.input(1));
            case Module module -> byOutput(module, call, output);
        };
    }

    /// All numbers but those of the last dimension: the steps of all sequences.
    private static int rows(Tensor input) {
        return input.elements() / Math.max(1, input.dim(-1));
    }

    /// The numbers of the matrices, each of which is met in every step.
    private static long weights(Module module) {
        long count = 0;
        for (Parameter weight : module.ownParameters()) {
            count += weight.rank() > 1 ? weight.elements() : 0;
        }
        return count;
    }

    /// Of a weight `[out, ...]`, each number of the output takes as many as there are for one output; of the
    /// transposed convolutions' `[in, ...]`, each number of the input.
    private static long byOutput(Module module, ModuleCall call, Tensor output) {
        long count = 0;
        for (Parameter weight : module.ownParameters()) {
            if (weight.rank() > 1 && weight.dim(0) > 0) {
                boolean transposed = module instanceof TransposedConvolution;
                long numbers = transposed ? call.input(0).elements() : output.elements();
                count += numbers * (weight.elements() / weight.dim(0));
            }
        }
        return count;
    }
}
