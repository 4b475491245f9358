package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import org.junit.jupiter.api.Test;

class DropoutTest {
    @Test
    void dropsTheShareAndScalesTheRest() {
        Dropout dropout = new Dropout(0.2, new Generator(1));
        float[] y = dropout.call(Tensor.ones(100, 100)).toArray();
        int zeros = 0;
        for (float value : y) {
            if (value == 0) {
                zeros++;
            } else {
                assertThat(value).isEqualTo(1.25f);
            }
        }
        assertThat(zeros / 10_000.0).isCloseTo(0.2, within(0.02));
    }

    @Test
    void gradientHasTheForwardPassesMask() {
        Tensor x = Tensor.ones(50).requiresGrad_(true);
        Tensor y = new Dropout(0.5, new Generator(2)).call(x);
        y.sum().backward();
        assertThat(Objects.requireNonNull(x.grad()).toArray()).containsExactly(y.toArray());
    }

    @Test
    void passesEverythingOnInEvaluation() {
        Dropout dropout = new Dropout(0.9);
        dropout.eval();
        Tensor x = Tensor.randn(5);
        assertThat(dropout.call(x)).isSameAs(x);
        assertThat(new Dropout(0).call(x)).isSameAs(x);
    }

    @Test
    void withProbabilityOneNothingIsLeft() {
        assertThat(new Dropout(1).call(Tensor.ones(3)).toArray()).containsExactly(0, 0, 0);
    }

    @Test
    void theSeedDecidesWhatIsDropped() {
        Tensor x = Tensor.ones(200);
        Generator.manualSeed(9);
        float[] first = new Dropout().call(x).toArray();
        float[] second = new Dropout().call(x).toArray();
        Generator.manualSeed(9);
        assertThat(new Dropout().call(x).toArray()).containsExactly(first).isNotEqualTo(second);
    }

    @Test
    void refusesWhatIsNoProbability() {
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(p))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Dropout: p must be from 0 to 1, not " + p);
        }
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Dropout()).hasToString("Dropout(p=0.5, inplace=False)");
    }
}
