package lanewise.nn.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class CrossEntropyOptionsTest {
    private static final CrossEntropyOptions DEFAULTS = new CrossEntropyOptions();

    @Test
    void defaultsArePyTorchs() {
        assertThat(DEFAULTS).isEqualTo(new CrossEntropyOptions(null, -100, Reduction.MEAN, 0));
    }

    @Test
    void eachOptionIsSetByItself() {
        Tensor weight = Tensor.ones(3);
        assertThat(DEFAULTS.withWeight(weight)
                        .withIgnoreIndex(2)
                        .withReduction(Reduction.SUM)
                        .withLabelSmoothing(0.1))
                .isEqualTo(new CrossEntropyOptions(weight, 2, Reduction.SUM, 0.1));
    }

    @Test
    void refusesBadOptions() {
        assertThatThrownBy(() -> DEFAULTS.withLabelSmoothing(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crossEntropy: labelSmoothing is 1.5; it must be from 0 to 1");
        assertThatThrownBy(() -> DEFAULTS.withWeight(Tensor.ones(2, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("crossEntropy: weight is [2, 2]; one number a class is needed, [c]");
    }
}
