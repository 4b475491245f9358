package lanewise.samples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class GptTest {
    private static final GptOptions SMALL = new GptOptions(65, 64, 4, 4, 128);

    @Test
    void hasNanoGptsNames() {
        Gpt model = new Gpt(SMALL.withBiases(true, true));
        assertThat(Parameters.shapes(model))
                .startsWith(
                        "transformer.wte.weight [65, 128]",
                        "transformer.wpe.weight [64, 128]",
                        "transformer.h.0.ln_1.weight [128]",
                        "transformer.h.0.ln_1.bias [128]",
                        "transformer.h.0.attn.c_attn.weight [384, 128]",
                        "transformer.h.0.attn.c_attn.bias [384]",
                        "transformer.h.0.attn.c_proj.weight [128, 128]",
                        "transformer.h.0.attn.c_proj.bias [128]",
                        "transformer.h.0.ln_2.weight [128]",
                        "transformer.h.0.ln_2.bias [128]",
                        "transformer.h.0.mlp.c_fc.weight [512, 128]",
                        "transformer.h.0.mlp.c_fc.bias [512]",
                        "transformer.h.0.mlp.c_proj.weight [128, 512]",
                        "transformer.h.0.mlp.c_proj.bias [128]",
                        "transformer.h.1.ln_1.weight [128]")
                .endsWith("transformer.ln_f.weight [128]", "transformer.ln_f.bias [128]", "lm_head.weight [65, 128]")
                .hasSize(2 + 4 * 12 + 3);
    }

    @Test
    void countsATiedWeightOnce() {
        long block = 4 * 128 + 384 * 128 + 128 * 128 + 2 * 512 * 128;
        long tied = (65 + 64) * 128 + 4 * block + 256;
        assertThat(Parameters.count(new Gpt(SMALL))).isEqualTo(tied).isEqualTo(805_248);
        assertThat(Parameters.count(new Gpt(SMALL.withTied(false)))).isEqualTo(tied + 65 * 128);
        assertThat(Parameters.count(new Gpt(SMALL.withBiases(false, false)))).isEqualTo(tied - 9 * 128);
        Gpt model = new Gpt(SMALL);
        assertThat(model.stateDict().array("lm_head.weight"))
                .isSameAs(model.stateDict().array("transformer.wte.weight"));
    }

    @Test
    void startsAsNanoGptDoes() {
        Generator.manualSeed(7);
        Map<String, Parameter> parameters = new Gpt(SMALL.withTied(false).withBiases(true, true)).namedParameters();
        assertThat(std(parameters.get("transformer.wte.weight"))).isCloseTo(0.02, within(0.001));
        assertThat(std(parameters.get("transformer.h.3.attn.c_attn.weight"))).isCloseTo(0.02, within(0.001));
        assertThat(std(parameters.get("lm_head.weight"))).isCloseTo(0.02, within(0.001));
        double projections = 0.02 / Math.sqrt(8);
        assertThat(std(parameters.get("transformer.h.0.attn.c_proj.weight"))).isCloseTo(projections, within(0.0004));
        assertThat(std(parameters.get("transformer.h.0.mlp.c_proj.weight"))).isCloseTo(projections, within(0.0004));
        assertThat(std(parameters.get("transformer.h.0.mlp.c_fc.bias"))).isZero();
        assertThat(parameters
                        .get("transformer.ln_f.weight")
                        .detach()
                        .sub(1f)
                        .abs()
                        .sum()
                        .item())
                .isZero();
    }

    /// No token sees a later one, and the last one's logits are those of the whole.
    @Test
    void looksBackOnly() {
        Generator.manualSeed(8);
        Gpt model = new Gpt(new GptOptions(17, 8, 2, 2, 12));
        try (var _ = GradMode.noGrad()) {
            Tensor one = model.call(LongTensor.of(Shape.of(1, 5), 3, 1, 4, 1, 5));
            Tensor other = model.call(LongTensor.of(Shape.of(1, 5), 3, 1, 4, 9, 2));
            assertThat(one.shape()).isEqualTo(Shape.of(1, 5, 17));
            assertThat(largest(one.narrow(1, 0, 3).sub(other.narrow(1, 0, 3)))).isLessThan(1e-6f);
            assertThat(largest(one.narrow(1, 3, 1).sub(other.narrow(1, 3, 1)))).isGreaterThan(1e-3f);
            Tensor next = model.next(LongTensor.of(Shape.of(1, 5), 3, 1, 4, 1, 5));
            assertThat(next.shape()).isEqualTo(Shape.of(1, 17));
            assertThat(largest(next.sub(one.select(1, 4)))).isLessThan(1e-6f);
        }
    }

    @Test
    void dropsInTrainingOnly() {
        Generator.manualSeed(9);
        Gpt model = new Gpt(new GptOptions(17, 8, 1, 2, 12).withDropout(0.5));
        LongTensor tokens = LongTensor.of(Shape.of(1, 4), 1, 2, 3, 4);
        assertThat(largest(model.call(tokens).sub(model.call(tokens)))).isGreaterThan(1e-3f);
        model.eval();
        assertThat(largest(model.call(tokens).sub(model.call(tokens)))).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GptOptions(65, 64, 4, 5, 128))
                .withMessage("heads must divide width, and 5 does not divide 128");
        Gpt model = new Gpt(new GptOptions(17, 8, 1, 2, 12));
        assertThatThrownBy(() -> model.call(LongTensor.zeros(1, 9)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("9 steps, and the context is 8");
    }

    private static float largest(Tensor x) {
        return x.detach().abs().max().item();
    }

    private static double std(Tensor x) {
        return Math.sqrt(x.detach().square().mean().item());
    }
}
