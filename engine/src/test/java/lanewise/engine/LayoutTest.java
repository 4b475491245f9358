package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Views are checked by what they show of an array whose elements are 0, 1, 2, ...
class LayoutTest {
    private final NDArray counted = counted(2, 3, 4);

    @Test
    void aFreshArrayIsOneRun() {
        assertThat(counted.layout()).hasToString("[2, 3, 4] strides [12, 4, 1] offset 0");
        assertThat(counted.isContiguous()).isTrue();
        assertThat(counted.get(1, 2, 3)).isEqualTo(23f);
        assertThat(counted.get(-1, -1, -1)).isEqualTo(23f);
    }

    @Test
    void stridedShowsAnyElements() {
        Layout diagonal = Layout.strided(Shape.of(2, 2), new int[] {0, 13}, 1);
        assertThat(show(diagonal)).containsExactly(1, 14, 1, 14);
        assertThat(diagonal).hasToString("[2, 2] strides [0, 13] offset 1");
        assertThat(Layout.strided(Shape.of(2, 3, 4), new int[] {12, 4, 1}, 0)).isEqualTo(counted.layout());
        assertThatThrownBy(() -> Layout.strided(Shape.of(2, 2), new int[] {1}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("strided: [1] are not as many strides as [2, 2] has dimensions");
    }

    @Test
    void transposeAndPermuteReorderDimensions() {
        NDArray transposed = counted.view(counted.layout().transpose(0, -1));
        assertThat(transposed.shape()).isEqualTo(Shape.of(4, 3, 2));
        assertThat(transposed.get(3, 1, 1)).isEqualTo(counted.get(1, 1, 3));
        assertThat(transposed.isContiguous()).isFalse();
        NDArray permuted = counted.view(counted.layout().permute(1, 2, 0));
        assertThat(permuted.get(2, 3, 1)).isEqualTo(counted.get(1, 2, 3));
        assertThatThrownBy(() -> counted.layout().permute(0, 0, 1))
                .hasMessageContaining("each dimension of [2, 3, 4] once");
        assertThatThrownBy(() -> counted.layout().permute(0, 1))
                .hasMessageContaining("each dimension of [2, 3, 4] once");
    }

    /// Held against the elements themselves, for every stride up to 6 of two dimensions.
    @Test
    void aPermutationShowsEveryElementOnce() {
        Layout whole = counted.layout();
        assertThat(whole.permute(2, 0, 1).isPermutationOf(whole)).isTrue();
        assertThat(whole.unsqueeze(1).isPermutationOf(whole)).isTrue();
        assertThat(whole.narrow(0, 0, 1).isPermutationOf(whole)).isFalse();
        Layout six = Layout.rowMajor(Shape.of(6));
        for (int[] sizes : new int[][] {{6, 1}, {2, 3}, {3, 2}, {1, 6}, {2, 2}, {3, 3}}) {
            for (int strides = 0; strides < 49; strides++) {
                int outer = strides / 7;
                int inner = strides % 7;
                Layout layout = Layout.strided(Shape.of(sizes), new int[] {outer, inner}, 0);
                int[] seen = IntStream.range(0, sizes[0] * sizes[1])
                        .map(i -> i / sizes[1] * outer + i % sizes[1] * inner)
                        .sorted()
                        .toArray();
                assertThat(layout.isPermutationOf(six))
                        .as("%s", layout)
                        .isEqualTo(Arrays.equals(seen, new int[] {0, 1, 2, 3, 4, 5}));
            }
        }
    }

    @Test
    void selectNarrowAndSliceTakeParts() {
        assertThat(show(counted.layout().select(1, -1))).containsExactly(8, 9, 10, 11, 20, 21, 22, 23);
        assertThat(show(counted.layout().select(0, 1).narrow(0, 1, 2))).containsExactly(16, 17, 18, 19, 20, 21, 22, 23);
        assertThat(show(counted.layout().select(0, 0).select(0, 0).slice(0, 1, 100, 2)))
                .containsExactly(1, 3);
        assertThat(show(counted.layout().select(0, 0).select(0, 0).slice(0, -1, 4, 1)))
                .containsExactly(3);
        assertThat(counted.layout().slice(2, 3, 1, 1).shape()).isEqualTo(Shape.of(2, 3, 0));
        assertThatThrownBy(() -> counted.layout().narrow(2, 3, 2))
                .hasMessage("narrow: start 3 and length 2 do not lie within dimension 2 of [2, 3, 4], which has 4");
        assertThatThrownBy(() -> counted.layout().select(1, 3))
                .hasMessage("index 3 is outside dimension 1 of [2, 3, 4], which has 3");
        assertThatThrownBy(() -> counted.layout().slice(0, 0, 1, 0))
                .hasMessage("slice: step is 0; it must be positive");
    }

    @Test
    void singleDimensionsComeAndGo() {
        assertThat(counted.layout().unsqueeze(-1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(counted.layout().unsqueeze(1).squeeze().shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(counted.layout().unsqueeze(0).isContiguous()).isTrue();
        assertThat(counted.layout().squeeze(1)).isSameAs(counted.layout());
        assertThatThrownBy(() -> counted.layout().unsqueeze(4)).hasMessageContaining("it must be from -4 to 3");
    }

    @Test
    void expandRepeatsWithoutMemory() {
        Layout row = counted.layout().select(0, 0).select(0, 1);
        Layout repeated = row.expand(Shape.of(2, 4));
        assertThat(show(repeated)).containsExactly(4, 5, 6, 7, 4, 5, 6, 7);
        assertThat(repeated.stride(0)).isZero();
        assertThatThrownBy(() -> row.expand(Shape.of(4, 2))).hasMessage("expand: [4] does not broadcast to [4, 2]");
    }

    @Test
    void reshapeIsAViewWhereTheElementsAreEvenlySpaced() {
        assertThat(view(counted.layout(), 4, -1).shape()).isEqualTo(Shape.of(4, 6));
        Layout everyOther = counted.layout().slice(2, 0, 4, 2);
        assertThat(show(view(everyOther, 6, 2))).isEqualTo(show(everyOther));
        assertThat(show(view(everyOther, 12))).isEqualTo(show(everyOther));
        Layout transposed = counted.layout().transpose(0, 1);
        assertThat(transposed.reshape(6, 4)).isNull();
        assertThat(show(view(transposed, 3, 2, 2, 2))).isEqualTo(show(transposed));
        assertThat(transposed.reshape(24)).isNull();
        assertThat(counted.layout().transpose(1, 2).reshape(2, 12)).isNull();
        assertThat(view(counted.layout().narrow(0, 0, 0), 0, 7).shape()).isEqualTo(Shape.of(0, 7));
    }

    @Test
    void everyReshapeThatIsAViewShowsTheSameElements() {
        int[][] targets = {{24}, {6, 4}, {2, 12}, {3, 8}, {1, 24, 1}, {2, 2, 2, 3}, {4, 3, 2}, {12, 2, 1}};
        Layout[] sources = {
            counted.layout(),
            counted.layout().transpose(0, 1),
            counted.layout().permute(2, 0, 1),
            counted.layout().unsqueeze(1).transpose(0, 1),
            counted(4, 3, 4).layout().slice(0, 0, 4, 2),
            counted(2, 3, 8).layout().slice(2, 1, 8, 2),
            counted(2, 12).layout().narrow(1, 0, 12).transpose(0, 1)
        };
        for (Layout source : sources) {
            for (int[] target : targets) {
                Layout view = source.reshape(target);
                if (view != null) {
                    assertThat(show(view)).as("%s as %s", source, view).isEqualTo(show(source));
                }
            }
        }
    }

    @Test
    void refusesAReshapeThatLosesElements() {
        assertThatThrownBy(() -> counted.layout().reshape(5, 5))
                .hasMessage("reshape: [2, 3, 4] has 24 elements and cannot become [5, 5]");
        assertThatThrownBy(() -> counted.layout().reshape(5, -1)).hasMessageContaining("cannot become [5, -1]");
        assertThatThrownBy(() -> counted.layout().reshape(-1, -1)).hasMessageContaining("has -1 twice");
        assertThatThrownBy(() -> counted.layout().reshape(0, -1)).hasMessageContaining("cannot become [0, -1]");
        assertThatThrownBy(() -> counted.layout().reshape(-2, -12)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Layout view(Layout layout, int... sizes) {
        return Objects.requireNonNull(layout.reshape(sizes), "a copy would be needed");
    }

    private static float[] show(Layout layout) {
        int reach = layout.offset() + 1;
        for (int d = 0; d < layout.shape().rank(); d++) {
            reach += Math.max(layout.shape().dim(d) - 1, 0) * layout.stride(d);
        }
        return counted(reach).view(layout).toArray();
    }

    private static NDArray counted(int... sizes) {
        Shape shape = Shape.of(sizes);
        NDArray array = NDArray.empty(shape);
        IntStream.range(0, shape.elements()).forEach(i -> array.data()[i] = i);
        return array;
    }

    @Test
    void stridesThatFitNoMemoryAreRefused() {
        assertThatThrownBy(() -> Layout.strided(Shape.of(2, 3), new int[] {3, -1}, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("strided: strides [3, -1] and offset 4 of [2, 3] must be 0 or above; flip the elements in"
                        + " a copy");
        assertThatThrownBy(() -> Layout.strided(Shape.of(2), new int[] {1}, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset -1");
        assertThatThrownBy(() -> Layout.strided(Shape.of(3, 3), new int[] {1 << 30, 1 << 30}, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reaches element 4294967301");
    }

    @Test
    void aViewLiesWithinItsMemory() {
        Layout beyond = Layout.strided(Shape.of(2, 3), new int[] {3, 1}, 4);
        String message = "view: [2, 3] strides [3, 1] offset 4 reaches element 9; the memory has 6, the first of"
                + " which is 0";
        assertThatThrownBy(() -> NDArray.zeros(Shape.of(6)).view(beyond))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> LongArray.zeros(Shape.of(6)).view(beyond)).hasMessage(message);
        assertThatThrownBy(() -> BoolArray.zeros(Shape.of(6)).view(beyond)).hasMessage(message);
        try (var _ = Workspace.open()) { // its buffers may be longer than asked for
            assertThatThrownBy(() -> NDArray.zeros(Shape.of(6)).view(beyond)).hasMessage(message);
        }
        assertThat(NDArray.zeros(Shape.of(10)).view(beyond).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(NDArray.zeros(Shape.of(6))
                        .view(Layout.strided(Shape.of(0, 3), new int[] {3, 1}, 9))
                        .elements())
                .isZero();
    }

    @Test
    void sizesWhoseProductIsBeyondAnIntAreRefused() {
        assertThatThrownBy(() -> Shape.of(65_536, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[65536, 65536] has too many elements");
        assertThatThrownBy(() -> Layout.rowMajor(Shape.of(1)).expand(Shape.of(1 << 16, 1 << 16)))
                .isInstanceOf(IllegalArgumentException.class);
        Layout layout = Layout.rowMajor(Shape.of(6));
        assertThatThrownBy(() -> layout.reshape(65_536, 65_536, 65_536, 65_536))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> layout.reshape(65_536, 65_536, 65_536, 65_536, -1))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> layout.reshape(-2, -3)).hasMessageContaining("the size -2 is negative");
    }
}
