package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Random;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Writes into views of a memory that is read through other views: right, or refused before anything changes.
class OverlapTest {
    private static final int MEMORY = 60;

    /// What changes an array in place, and the same for one element.
    enum Change {
        ADD("add_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.add(y, x, 2f);
            }

            @Override
            float of(float y, float x) {
                return y + 2 * x;
            }
        },
        COPY("copy_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.copy(y, x);
            }

            @Override
            float of(float y, float x) {
                return x;
            }
        },
        MUL("mul_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.mul(y, x);
            }

            @Override
            float of(float y, float x) {
                return y * x;
            }
        },
        DIV("div_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.div(y, x);
            }

            @Override
            float of(float y, float x) {
                return y / x;
            }
        },
        MUL_SCALAR("mul_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.mulScalar(y, 3f);
            }

            @Override
            float of(float y, float x) {
                return y * 3;
            }
        },
        FILL("fill_") {
            @Override
            void apply(NDArray y, NDArray x) {
                InPlace.fill(y, 7f);
            }

            @Override
            float of(float y, float x) {
                return 7f;
            }
        };

        private final String title;

        Change(String title) {
            this.title = title;
        }

        abstract void apply(NDArray y, NDArray x);

        abstract float of(float y, float x);
    }

    @ParameterizedTest
    @EnumSource
    void anyTwoViewsAreComputedRightOrRefusedUnchanged(Change change) {
        var random = new Random(1);
        int refusals = 0;
        int cases = 3_000;
        for (int i = 0; i < cases; i++) {
            NDArray memory = numbers();
            NDArray y = memory.view(randomView(random, memory.layout()));
            NDArray source = random.nextBoolean() ? memory : numbers();
            NDArray x = source.view(randomView(random, source.layout()));
            refusals += isRefused(change, memory, y, x) ? 1 : 0;
        }
        assertThat(refusals).isBetween(cases / 50, cases * 49 / 50);
    }

    private static boolean isRefused(Change change, NDArray memory, NDArray y, NDArray x) {
        float[] before = memory.toArray();
        int version = memory.storage().version();
        float[] expected = y.toArray();
        boolean fits = x.shape().broadcastsTo(y.shape());
        float[] operand = fits ? x.view(x.layout().expand(y.shape())).toArray() : new float[expected.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = change.of(expected[i], operand[i]);
        }
        try {
            change.apply(y, x);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith(change.title + ": ");
            assertThat(memory.toArray()).isEqualTo(before);
            assertThat(memory.storage().version()).isEqualTo(version);
            return true;
        }
        assertThat(y.toArray())
                .as("%s of %s and %s", change, y.layout(), x.layout())
                .isEqualTo(expected);
        assertThat(memory.storage().version()).isGreaterThan(version);
        boolean[] written = new boolean[MEMORY];
        mark(written, y.layout());
        for (int i = 0; i < MEMORY; i++) {
            if (!written[i]) {
                assertThat(memory.get(i))
                        .as("element %d beside %s", i, y.layout())
                        .isEqualTo(before[i]);
            }
        }
        return false;
    }

    private static void mark(boolean[] written, Layout layout) {
        NDArray places = NDArray.zeros(Shape.of(MEMORY));
        for (int i = 0; i < MEMORY; i++) {
            places.set(i, i);
        }
        for (float place : places.view(layout).toArray()) {
            written[(int) place] = true;
        }
    }

    private static NDArray numbers() {
        NDArray numbers = NDArray.zeros(Shape.of(MEMORY));
        for (int i = 0; i < MEMORY; i++) {
            numbers.set(1 + i * 0.25f, i);
        }
        return numbers;
    }

    /// Some views of views; at times one of given strides, whose elements may appear twice without a stride of 0.
    private static Layout randomView(Random random, Layout flat) {
        if (random.nextInt(8) == 0) {
            int[] strides = {1 + random.nextInt(4), 1 + random.nextInt(4)};
            return Layout.strided(Shape.of(1 + random.nextInt(5), 1 + random.nextInt(5)), strides, random.nextInt(28));
        }
        int[][] shapes = {{60}, {6, 10}, {3, 4, 5}, {12, 5}, {2, 30}};
        Layout view = Objects.requireNonNull(flat.reshape(shapes[random.nextInt(shapes.length)]));
        for (int step = random.nextInt(4); step > 0; step--) {
            view = changed(random, view);
        }
        return view;
    }

    private static Layout changed(Random random, Layout view) {
        int rank = view.shape().rank();
        if (rank == 0) {
            return view.unsqueeze(0);
        }
        int d = random.nextInt(rank);
        int size = view.shape().dim(d);
        return switch (random.nextInt(6)) {
            case 0 -> view.transpose(d, random.nextInt(rank));
            case 1 -> view.slice(d, random.nextInt(3), size, 1 + random.nextInt(3));
            case 2 -> size == 0 ? view : view.select(d, random.nextInt(size));
            case 3 -> view.narrow(d, size / 3, size - size / 3 - random.nextInt(1 + size / 3));
            case 4 -> size == 0 ? view : view.narrow(d, random.nextInt(size), 1).expand(view.shape());
            default -> view.unsqueeze(d);
        };
    }

    @Test
    void theClassicalOverlapIsNamedWithBothLayouts() {
        NDArray x = numbers();
        NDArray later = x.view(x.layout().narrow(0, 1, 59));
        NDArray earlier = x.view(x.layout().narrow(0, 0, 59));
        assertThatThrownBy(() -> InPlace.add(later, earlier, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("add_: the operand ([59] strides [1] offset 0) overlaps the array written to"
                        + " ([59] strides [1] offset 1); copy it first");
    }

    @Test
    void elementsThatAppearTwiceAreFoundWithoutAStrideOfZero() {
        assertThat(Overlap.repeats(Layout.strided(Shape.of(3, 2), new int[] {1, 1}, 0)))
                .isTrue();
        assertThat(Overlap.repeats(Layout.strided(Shape.of(2, 3), new int[] {3, 2}, 0)))
                .isFalse();
        assertThat(Overlap.repeats(Layout.strided(Shape.of(3, 4), new int[] {3, 2}, 0)))
                .isTrue();
        assertThat(Overlap.repeats(Layout.strided(Shape.of(3, 1, 4), new int[] {4, 0, 1}, 5)))
                .isFalse();
        assertThat(Overlap.repeats(Layout.strided(Shape.of(1, 4), new int[] {0, 0}, 0)))
                .isTrue();
    }
}
