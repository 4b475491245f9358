package lanewise.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Formulas as they stand on paper, with `x = (1, 2)`, `b = (3, 1)`, `A` twice the identity and `c = 3`.
class MathNotationTest {
    private static final Map<String, Object> NAMES = Map.of(
            "x",
            Tensor.of(1, 2),
            "b",
            Tensor.of(3, 1),
            "A",
            Tensor.of(2, 0, 0, 2).reshape(2, 2),
            "c",
            3.0);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0.5*||A x - b||^2; 5",
                "½·‖A x − b‖²; 5",
                "f(x) = 0.5 x^T A x - b^T x; 0",
                "0.5 * x' A x; 5",
                "c ||x||^2; 15",
                "sum_i (x_i - 1)^2; 1",
                "sum over i of (x_i - 1)^2 + c; 4",
                "Σ_{i} 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2; 100",
                "sum_{i=1}^{n} x_i^2; 5",
                "Rosenbrock; 100",
                "loss = sum(x ** 2); 5"
            })
    void readsIt(String text, double value) {
        List<Formula> readings = Formula.readings(text).stream()
                .filter(reading -> NAMES.keySet().containsAll(reading.names()))
                .toList();
        assertThat(readings)
                .anySatisfy(reading ->
                        assertThat((double) reading.tensor(NAMES).item()).isEqualTo(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"epoch -> 0.5 ** epoch; 0.25", "e => 1 / (e + 2); 0.25", "(e) -> e; 2"})
    void arrowsAreLambdas(String text, double value) {
        assertThat(Formula.of(text).at(2)).isEqualTo(value);
    }
}
