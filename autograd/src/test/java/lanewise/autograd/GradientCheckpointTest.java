package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import lanewise.engine.Generator;
import lanewise.engine.op.Dropout;
import org.junit.jupiter.api.Test;

class GradientCheckpointTest {
    private final Parameter weight = new Parameter(Tensor.of(2, 3, 4));
    private final Tensor x = Tensor.of(1, 2, 3).requiresGrad_(true);

    @Test
    void givesTheSameGradientsAndComputesTwice() {
        AtomicInteger calls = new AtomicInteger();
        Tensor y = GradientCheckpoint.apply(
                input -> {
                    calls.incrementAndGet();
                    return input.mul(weight).tanh();
                },
                x);
        // the parameter is used outside as well, so both walks lead to it
        y.mul(weight).sum().backward();
        assertThat(calls).hasValue(2);
        float[] ofX = BackwardTest.gradient(x);
        float[] ofWeight = BackwardTest.gradient(weight);
        x.setGrad(null);
        weight.setGrad(null);
        x.mul(weight).tanh().mul(weight).sum().backward();
        assertThat(ofX).containsExactly(BackwardTest.gradient(x));
        assertThat(ofWeight).containsExactly(BackwardTest.gradient(weight));
    }

    @Test
    void parametersGetGradientsWithoutTheInput() {
        GradientCheckpoint.apply(input -> input.mul(weight), Tensor.of(1, 2, 3))
                .sum()
                .backward();
        assertThat(BackwardTest.gradient(weight)).containsExactly(1, 2, 3);
    }

    @Test
    void severalInputsAndWhatIsOneOfThem() {
        Tensor z = Tensor.of(5, 6, 7);
        GradientCheckpoint.applyAll(inputs -> inputs[0].mul(inputs[1]), x, z)
                .sum()
                .backward();
        assertThat(BackwardTest.gradient(x)).containsExactly(5, 6, 7);
        x.setGrad(null);
        GradientCheckpoint.apply(input -> input, x).sum().backward();
        assertThat(BackwardTest.gradient(x)).containsExactly(1, 1, 1);
    }

    @Test
    void drawsTheSameRandomNumbersTwice() {
        Generator.manualSeed(1);
        Tensor many = Tensor.ones(100).requiresGrad_(true);
        Tensor y = GradientCheckpoint.apply(input -> Tensor.apply(new Dropout(0.5, Generator.global()), input), many);
        float[] after = Tensor.rand(1).toArray();
        y.sum().backward();
        assertThat(BackwardTest.gradient(many)).containsExactly(y.toArray());
        Generator.manualSeed(1);
        Tensor _ = Tensor.apply(new Dropout(0.5, Generator.global()), many);
        assertThat(Tensor.rand(1).toArray()).containsExactly(after);
    }

    @Test
    void withoutRecordingItIsAPlainCall() {
        try (GradMode _ = GradMode.noGrad()) {
            assertThat(GradientCheckpoint.apply(input -> input.mul(weight), x).requiresGrad())
                    .isFalse();
        }
    }
}
