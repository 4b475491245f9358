package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {
    /// The equation in full, with a letter for each dimension, is what loops over all letters compute.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i,j->ij             | i,j->ij                   | 3 ; 4",
                "i,i                 | i,i->                      | 3 ; 3",
                "ij                  | ij->ij                     | 2,3",
                "ji                  | ji->ij                     | 2,3",
                "ij->                | ij->                       | 2,3",
                "ii                  | ii->                       | 3,3",
                "ii->i               | ii->i                      | 3,3",
                "iji->j              | iji->j                     | 3,2,3",
                "jii->ij             | jii->ij                    | 2,3,3",
                "iiij->ji            | iiij->ji                   | 2,2,2,3",
                "ij,jk               | ij,jk->ik                  | 2,3 ; 3,4",
                "bij,bjk->bik        | bij,bjk->bik               | 2,3,4 ; 2,4,2",
                "bij , bjk -> bki    | bij,bjk->bki               | 2,3,4 ; 2,4,2",
                "bn,anm,bm->ba       | bn,anm,bm->ba              | 2,3 ; 4,3,5 ; 2,5",
                "ab,cd,ef->ca        | ab,cd,ef->ca               | 2,3 ; 4,2 ; 2,2",
                "...ij,...jk->...ik  | xyij,xyjk->xyik            | 2,2,3,4 ; 2,2,4,3",
                "...ij,jk            | xij,jk->xik                | 2,3,4 ; 4,2",
                "i...->...           | ixy->xy                    | 3,2,2",
                "ij...,...->ij       | ijx,x->ij                  | 2,3,4 ; 4",
                "Ba                  | Ba->Ba                     | 2,3",
                "aBc,cd->adB         | aBc,cd->adB                | 2,3,4 ; 4,2",
            })
    void isTheSumOverAllLetters(String equation, String full, String sizes) {
        List<Shape> shapes = new ArrayList<>();
        for (String size : sizes.split(";", -1)) {
            shapes.add(Shape.of(java.util.Arrays.stream(size.split(",", -1))
                    .mapToInt(s -> Integer.parseInt(s.strip()))
                    .toArray()));
        }
        GradientCheck.on(-1, 1, shapes.toArray(new Shape[0]))
                .matches(x -> weighted(Tensor.einsum(equation, x)), points -> {
                    double[] y = loops(full.strip(), shapes, points);
                    double sum = 0;
                    for (int i = 0; i < y.length; i++) {
                        sum += y[i] * (i % 5 - 1.5);
                    }
                    return sum;
                });
    }

    private static Tensor weighted(Tensor y) {
        Tensor weights = Tensor.zerosLike(y);
        for (int i = 0; i < weights.elements(); i++) {
            weights.array().data()[i] = i % 5 - 1.5f;
        }
        return y.mul(weights).sum();
    }

    private static double[] loops(String equation, List<Shape> shapes, double[]... points) {
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        var sizes = new TreeMap<Character, Integer>();
        for (int t = 0; t < terms.length; t++) {
            for (int d = 0; d < terms[t].length(); d++) {
                sizes.put(terms[t].charAt(d), shapes.get(t).dim(d));
            }
        }
        double[] y = new double[sides[1].chars().map(c -> sizes.get((char) c)).reduce(1, (a, b) -> a * b)];
        int all = sizes.values().stream().reduce(1, (a, b) -> a * b);
        for (int i = 0; i < all; i++) {
            var at = new TreeMap<Character, Integer>();
            int rest = i;
            for (var letter : sizes.entrySet()) {
                at.put(letter.getKey(), rest % letter.getValue());
                rest /= letter.getValue();
            }
            double product = 1;
            for (int t = 0; t < terms.length; t++) {
                product *= points[t][position(terms[t], at, sizes)];
            }
            y[position(sides[1], at, sizes)] += product;
        }
        return y;
    }

    private static int position(String term, Map<Character, Integer> at, Map<Character, Integer> sizes) {
        int position = 0;
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            position = position * sizes.getOrDefault(c, 0) + at.getOrDefault(c, 0);
        }
        return position;
    }

    @Test
    void sizesOfOneBroadcast() {
        Tensor a = Tensor.randn(2, 1, 3);
        Tensor b = Tensor.randn(1, 4, 3);
        assertThat(Tensor.einsum("...i,...i->...", a, b).toArray())
                .containsExactly(a.mul(b).sum(-1).toArray(), org.assertj.core.data.Offset.offset(1e-5f));
        assertThat(Tensor.einsum("abi,abi->ab", a, b).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(Tensor.einsum("ij,ij->i", Tensor.ones(2, 1), Tensor.ones(2, 3))
                        .toArray())
                .containsExactly(3, 3);
    }

    @Test
    void emptySumsAreZero() {
        assertThat(Tensor.einsum("ij,jk", Tensor.zeros(2, 0), Tensor.zeros(0, 3))
                        .toArray())
                .hasSize(6)
                .containsOnly(0f);
        assertThat(Tensor.einsum("ij->j", Tensor.zeros(0, 3)).toArray()).containsExactly(0, 0, 0);
    }

    @Test
    void saysWhatIsWrong() {
        Tensor a = Tensor.ones(2, 3);
        assertThatThrownBy(() -> Tensor.einsum("ij,jk", a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("einsum: \"ij,jk\": it has 2 operands, and 1 tensors are given");
        assertThatThrownBy(() -> Tensor.einsum("ijk", a))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("einsum: \"ijk\": \"ijk\" names 3 dimensions of an operand that has 2");
        assertThatThrownBy(() -> Tensor.einsum("ij,jk", a, a))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("einsum: \"ij,jk\": \"j\" has sizes that differ, 3 != 2");
        assertThatThrownBy(() -> Tensor.einsum("ii", a)).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Tensor.einsum("ij->ii", a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("einsum: \"ij->ii\": the result has \"i\" twice");
        assertThatThrownBy(() -> Tensor.einsum("ij->k", a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("einsum: \"ij->k\": no operand has \"k\", which the result has");
        assertThatThrownBy(() -> Tensor.einsum("i1", a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("einsum: \"i1\": \"1\" is no letter from a to z");
    }
}
