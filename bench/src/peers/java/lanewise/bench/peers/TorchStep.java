package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.bench.UpdateRule;
import lanewise.engine.Shape;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adagrad;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.jspecify.annotations.Nullable;

/// A step of an optimizer: by the fused kernel where there is one, otherwise by the class of `torch::optim`, and
/// otherwise by the operations that Python's class calls.
abstract class TorchStep implements Work {
    final List<Tensor> parameters = new ArrayList<>();

    private TorchStep(ParameterSet set) {
        for (int i = 0; i < set.shapes.size(); i++) {
            long[] sizes = sizes(set.shapes.get(i));
            Tensor parameter = Tensors.parameter(Inputs.parameter(set, i), sizes);
            try (Tensor gradient = parameter.mutable_grad()) {
                gradient.put(Tensors.of(Inputs.gradient(set, i), sizes));
            }
            parameters.add(parameter);
        }
    }

    static @Nullable Work work(Problem.Step step) {
        if (FusedUpdates.has(step.rule())) {
            return new Fused(step);
        }
        return switch (step.rule()) {
            case SGD, MOMENTUM, RMSPROP, ADAGRAD, ADAM, ADAMW -> new ByClass(step);
            default -> ComposedRule.has(step.rule()) ? new Composed(step) : null;
        };
    }

    /// The class of `torch::optim`.
    static Optimizer optimizer(UpdateRule rule, double rate, TensorVector tensors) {
        return switch (rule) {
            case SGD -> new SGD(tensors, new SGDOptions(rate));
            case MOMENTUM -> {
                SGDOptions options = new SGDOptions(rate);
                options.momentum().put(0.9);
                yield new SGD(tensors, options);
            }
            case RMSPROP -> new RMSprop(tensors, new RMSpropOptions(rate));
            case ADAGRAD -> new Adagrad(tensors, new AdagradOptions(rate));
            case ADAM -> new Adam(tensors, new AdamOptions(rate));
            case ADAMW -> new AdamW(tensors, new AdamWOptions(rate));
            default -> throw new IllegalArgumentException(rule.name());
        };
    }

    private static long[] sizes(Shape shape) {
        return LongStream.range(0, shape.rank())
                .map(i -> shape.toArray()[(int) i])
                .toArray();
    }

    @Override
    public final void result(Digest digest) {
        for (Tensor parameter : parameters) {
            digest.add("parameters", Tensors.numbers(parameter));
        }
    }

    @Override
    public void close() {
        parameters.forEach(Tensors::dropGradient);
        parameters.forEach(Tensor::close);
    }

    private static final class Fused extends TorchStep {
        private final FusedUpdates updates;

        Fused(Problem.Step step) {
            super(step.parameters());
            updates = new FusedUpdates(step.rule(), UpdateRule.LEARNING_RATE, parameters);
        }

        @Override
        public void run() {
            try (NoGradGuard _ = new NoGradGuard()) {
                updates.step(parameters);
            }
        }

        @Override
        public void close() {
            updates.close();
            super.close();
        }
    }

    private static final class ByClass extends TorchStep {
        private final Optimizer optimizer;

        ByClass(Problem.Step step) {
            super(step.parameters());
            TensorVector tensors = new TensorVector(parameters.toArray(new Tensor[0]));
            optimizer = optimizer(step.rule(), UpdateRule.LEARNING_RATE, tensors);
        }

        @Override
        public void run() {
            optimizer.step().close();
        }

        @Override
        public void close() {
            optimizer.close();
            super.close();
        }
    }

    private static final class Composed extends TorchStep {
        private final List<ComposedRule> rules = new ArrayList<>();
        private int steps;

        Composed(Problem.Step step) {
            super(step.parameters());
            for (Tensor parameter : parameters) {
                rules.add(new ComposedRule(step.rule(), parameter));
            }
        }

        @Override
        public void run() {
            steps++;
            try (NoGradGuard _ = new NoGradGuard()) {
                for (ComposedRule rule : rules) {
                    try (PointerScope _ = new PointerScope()) {
                        rule.step(steps);
                    }
                }
            }
        }

        @Override
        public void close() {
            rules.forEach(ComposedRule::close);
            super.close();
        }
    }
}
