package lanewise.engine.testing;

import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.op.BackwardPass;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.Operation;
import org.jspecify.annotations.Nullable;

/// The backward pass of one operation, without a graph. Hands out only what the operation said it saves.
public record SingleBackward(
        Operation operation,
        List<NDArray> inputs,
        NDArray result,
        NDArray outputGradient,
        List<@Nullable GradientSum> sums)
        implements BackwardPass {
    @Override
    public NDArray input(int i) {
        if (!operation.savesInput(i)) {
            throw new AssertionError(operation.name() + " did not save input " + i);
        }
        return inputs.get(i);
    }

    @Override
    public NDArray output() {
        if (!operation.savesOutput()) {
            throw new AssertionError(operation.name() + " did not save its output");
        }
        return result;
    }

    @Override
    public @Nullable GradientSum gradient(int i) {
        return sums.get(i);
    }
}
