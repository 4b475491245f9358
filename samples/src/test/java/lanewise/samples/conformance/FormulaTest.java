package lanewise.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lanewise.autograd.Tensor;
import lanewise.samples.conformance.calls.MissingException;
import org.junit.jupiter.api.Test;

/// Formulas as Python reads them.
class FormulaTest {
    private static double value(String text, double epoch) {
        return Formula.of(text).at(epoch);
    }

    @Test
    void operatorsBindAsInPython() {
        assertThat(value("-2 ** 2 + epoch", 1)).isEqualTo(-3);
        assertThat(value("2 ** -1 * epoch", 6)).isEqualTo(3);
        assertThat(value("2 ** 3 ** 2", 0)).isEqualTo(512);
        assertThat(value("1 - 2 - epoch", 3)).isEqualTo(-4);
        assertThat(value("-7 // 2 + epoch % 3", -1)).isEqualTo(-2);
        assertThat(value("1 if 2 <= epoch < 5 and not epoch == 3 else 0", 3)).isEqualTo(0);
        assertThat(value("1 if 2 <= epoch < 5 and not epoch == 3 else 0", 4)).isEqualTo(1);
    }

    @Test
    void givesLearningRates() {
        assertThat(value("0.5 ** epoch", 3)).isEqualTo(0.125);
        assertThat(value("lambda epoch: 0.5 ** (epoch // 2)", 5)).isEqualTo(0.25);
        assertThat(value("0.5 if epoch < 10 else 1 / (1 + epoch)", 19)).isEqualTo(0.05);
        assertThat(value("max(0.1, min(1.0, (epoch + 1) / 10))", 4)).isEqualTo(0.5);
        assertThat(value("0.5 * (1 + math.cos(math.pi * epoch / 4))", 4)).isEqualTo(0);
    }

    @Test
    void computesWithTensors() {
        Map<String, Object> names = Map.of("x", Tensor.of(1, 2, 4));
        Tensor squares = Formula.of("((x - 1) ** 2).sum()").tensor(names);
        assertThat(squares.item()).isEqualTo(10);
        String rosenbrock = "rosenbrock: sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)";
        assertThat(Formula.of(rosenbrock).tensor(names).item()).isEqualTo(101);
    }

    @Test
    void saysWhatItCannotRead() {
        assertThatThrownBy(() -> Formula.of("||A x - b||"))
                .isInstanceOf(MissingException.class)
                .hasMessage("a reader for the formula \"||A x - b||\", at ||A x - b||");
        assertThatThrownBy(() -> Formula.of("2 * (epoch")).isInstanceOf(MissingException.class);
        assertThatThrownBy(() -> Formula.of("unheard(epoch)")).isInstanceOf(MissingException.class);
    }
}
