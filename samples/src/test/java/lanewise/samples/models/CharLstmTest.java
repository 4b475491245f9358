package lanewise.samples.models;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class CharLstmTest {
    @Test
    void hasAnEmbeddingLayersAndAHead() {
        CharLstm model = new CharLstm(new CharLstmOptions(65).withLayers(2));
        assertThat(Parameters.shapes(model))
                .containsExactly(
                        "embedding.weight [65, 64]",
                        "lstm.weight_ih_l0 [1024, 64]",
                        "lstm.weight_hh_l0 [1024, 256]",
                        "lstm.bias_ih_l0 [1024]",
                        "lstm.bias_hh_l0 [1024]",
                        "lstm.weight_ih_l1 [1024, 256]",
                        "lstm.weight_hh_l1 [1024, 256]",
                        "lstm.bias_ih_l1 [1024]",
                        "lstm.bias_hh_l1 [1024]",
                        "head.weight [65, 256]",
                        "head.bias [65]");
        assertThat(Parameters.count(model)).isEqualTo(65 * 64 + 1024 * (64 + 256 + 2) + 1024 * (512 + 2) + 65 * 257);
        CharLstm.Output output = model.call(LongTensor.zeros(3, 7));
        assertThat(output.logits().shape()).isEqualTo(Shape.of(3, 7, 65));
        assertThat(output.state().hidden().shape()).isEqualTo(Shape.of(2, 3, 256));
    }

    /// A text in two parts is the text.
    @Test
    void goesOnFromAState() {
        Generator.manualSeed(5);
        CharLstm model = new CharLstm(new CharLstmOptions(11).withEmbedding(3).withHidden(5));
        LongTensor text = LongTensor.of(Shape.of(1, 6), 3, 1, 4, 1, 5, 9);
        try (var _ = GradMode.noGrad()) {
            Tensor whole = model.call(text).logits().narrow(1, 4, 2);
            CharLstm.Output first = model.call(text.narrow(1, 0, 4));
            Tensor second = model.call(text.narrow(1, 4, 2), first.state()).logits();
            assertThat(second.sub(whole).abs().max().item()).isLessThan(1e-6f);
            Tensor afresh = model.call(text.narrow(1, 4, 2)).logits();
            assertThat(afresh.sub(whole).abs().max().item()).isGreaterThan(1e-3f);
        }
    }
}
