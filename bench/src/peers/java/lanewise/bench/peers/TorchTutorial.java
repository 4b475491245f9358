package lanewise.bench.peers;

import java.util.List;
import lanewise.bench.UpdateRule;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// A step of the tutorial: linear, ReLU, linear, squared error, backward, Adam; the fused one where it is there.
final class TorchTutorial implements Work {
    private static final long SUM = 2;

    private final Tensor x;
    private final Tensor y;
    private final List<Tensor> parameters;
    private final @Nullable FusedUpdates fused;
    private final @Nullable Adam plain;
    private float loss;
    private int calls;

    TorchTutorial() {
        int in = Problem.Tutorial.IN;
        int hidden = Problem.Tutorial.HIDDEN;
        int out = Problem.Tutorial.OUT;
        TutorialInputs inputs = new TutorialInputs();
        x = Tensors.of(inputs.x, Problem.Tutorial.BATCH, in);
        y = Tensors.of(inputs.y, Problem.Tutorial.BATCH, out);
        parameters = List.of(
                Tensors.parameter(inputs.parameters.get(0), hidden, in),
                Tensors.parameter(inputs.parameters.get(1), hidden),
                Tensors.parameter(inputs.parameters.get(2), out, hidden),
                Tensors.parameter(inputs.parameters.get(3), out));
        double rate = Problem.Tutorial.LEARNING_RATE;
        fused = FusedUpdates.areThere() ? new FusedUpdates(UpdateRule.ADAM, rate, parameters) : null;
        plain = fused == null
                ? new Adam(new TensorVector(parameters.toArray(new Tensor[0])), new AdamOptions(rate))
                : null;
    }

    @Override
    public void run() {
        try (PointerScope _ = new PointerScope()) {
            Tensor hidden =
                    torch.linear(x, parameters.get(0), parameters.get(1)).relu();
            Tensor prediction = torch.linear(hidden, parameters.get(2), parameters.get(3));
            Tensor made = torch.mse_loss(prediction, y, SUM);
            if (++calls == new Problem.Tutorial().calls()) {
                loss = made.item_float();
            }
            parameters.forEach(Tensors::dropGradient);
            made.backward();
            update();
        }
    }

    private void update() {
        if (fused != null) {
            try (NoGradGuard _ = new NoGradGuard()) {
                fused.step(parameters);
            }
        } else if (plain != null) {
            plain.step();
        }
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", loss);
        for (Tensor parameter : parameters) {
            digest.add("gradients", Tensors.numbers(parameter.mutable_grad()));
            digest.add("parameters", Tensors.numbers(parameter));
        }
    }

    @Override
    public void close() {
        if (fused != null) {
            fused.close();
        }
        parameters.forEach(Tensors::dropGradient);
        parameters.forEach(Tensor::close);
    }
}
