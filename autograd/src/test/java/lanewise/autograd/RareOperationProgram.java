package lanewise.autograd;

import java.util.function.UnaryOperator;
import lanewise.engine.Workspace;
import lanewise.engine.op.Gelu;
import lanewise.engine.op.Softplus;

/// What [RareOperationTest] starts.
public final class RareOperationProgram {
    private RareOperationProgram() {}

    /// Applies one operation often and another, which is named, a few times, until what the two share is compiled;
    /// then applies that other one often. Prints the bytes that a step of it allocates in the end.
    public static void main(String... arguments) throws ReflectiveOperationException {
        UnaryOperator<Tensor> rare = operation(arguments[0]);
        Tensor x = Tensor.ones(100, 100).requiresGrad_(true);
        for (int i = 0; i < 20_000; i++) {
            if (i % 5_000 < 2) {
                step(x, rare);
            }
            step(x, Tensor::relu);
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 100; round++) {
            long before = GraphMemoryTest.allocatedBytes();
            for (int i = 0; i < 100; i++) {
                step(x, rare);
            }
            least = Math.min(least, (GraphMemoryTest.allocatedBytes() - before) / 100);
        }
        System.out.println(least);
    }

    private static UnaryOperator<Tensor> operation(String name) {
        return switch (name) {
            case "sigmoid" -> Tensor::sigmoid;
            case "gelu" -> x -> Tensor.apply(Gelu.GELU, x);
            case "softplus" -> x -> Tensor.apply(new Softplus(1, 20), x);
            default -> throw new IllegalArgumentException("no operation of this program: " + name);
        };
    }

    private static void step(Tensor x, UnaryOperator<Tensor> operation) {
        try (Workspace _ = Workspace.open()) {
            x.setGrad(null);
            operation.apply(x).sum().backward();
        }
    }
}
