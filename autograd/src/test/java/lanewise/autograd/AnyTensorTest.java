package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// What only brings elements elsewhere is the same for tensors of all types: the results for whole numbers and
/// truth values are those for floats, of the other type.
class AnyTensorTest {
    private static final LongTensor LONGS = LongTensor.arange(24).reshape(2, 3, 4);

    /// A function of tensors of each type.
    private interface Rearrangement {
        <T extends AnyTensor<T>> T of(T x);
    }

    /// A function of tensors of each type with several results.
    private interface Parts {
        <T extends AnyTensor<T>> List<T> of(T x);
    }

    /// Names the generic methods that a lambda cannot be.
    private static final class Ways {
        static <T extends AnyTensor<T>> T views(T x) {
            return x.transpose(0, -1)
                    .unsqueeze(1)
                    .permute(3, 1, 2, 0)
                    .squeeze()
                    .narrow(1, 1, 2)
                    .slice(-1, 0, 99, 2)
                    .movedim(0, 2);
        }

        static <T extends AnyTensor<T>> T shapes(T x) {
            return x.flatten(1, -1)
                    .unflatten(1, 2, -1)
                    .mT()
                    .reshape(-1, 4)
                    .T()
                    .t()
                    .view(6, 4);
        }

        static <T extends AnyTensor<T>> T windows(T x) {
            return x.unfold(2, 3, 1).diagonal(-1, 0, 1).select(0, 1).expand(2, -1, -1);
        }

        static <T extends AnyTensor<T>> T turned(T x) {
            return x.flip(0, -1)
                    .rot90(1, 0, 2)
                    .roll(5)
                    .roll(-1, 1)
                    .select(0, 0)
                    .fliplr()
                    .flipud();
        }

        static <T extends AnyTensor<T>> T repeated(T x) {
            return x.repeat(2, 1, 1, 2).tile(2).repeatInterleave(2, 1).repeatInterleave(LongTensor.of(0, 2), 0);
        }

        static <T extends AnyTensor<T>> T triangles(T x) {
            return x.tril(1).triu(-1).select(0, 1);
        }

        static <T extends AnyTensor<T>> T diagonals(T x) {
            return x.select(0, 1)
                    .diag(1)
                    .diag(-1)
                    .diagEmbed()
                    .diagonal()
                    .select(-1, 0)
                    .diagflat();
        }

        static <T extends AnyTensor<T>> T picked(T x) {
            return x.indexSelect(1, LongTensor.of(2, 0))
                    .takeAlongDim(LongTensor.of(Shape.of(1, 1, 2), 3, 1), 2)
                    .take(LongTensor.of(-1, 0, 3, 3));
        }

        static <T extends AnyTensor<T>> T indexed(T x) {
            return x.get(
                    Index.of(LongTensor.of(1, 0, 1)),
                    Index.newAxis(),
                    Index.slice(0, 3, 2),
                    Index.of(BoolTensor.of(true, false, true, true)));
        }

        static <T extends AnyTensor<T>> T written(T x) {
            T y = x.newZeros(2, 3, 4).contiguous();
            y.get(Index.ellipsis(), Index.from(2)).copy_(x.get(Index.all(), Index.slice(1, 2), Index.slice(0, 2)));
            return y;
        }

        static <T extends AnyTensor<T>> T stacked(T x) {
            return Tensor.hstack(List.of(
                    Tensor.vstack(List.of(x, x)), Tensor.dstack(List.of(x, x)).reshape(4, 3, 4)));
        }

        static <T extends AnyTensor<T>> T blocks(T x) {
            T row = x.select(0, 0).select(0, 2);
            return Tensor.columnStack(
                    List.of(Tensor.blockDiag(x.select(0, 0), x.select(0, 1)), Tensor.combinations(row, 2, false)));
        }

        static <T extends AnyTensor<T>> List<T> grids(T x) {
            T row = x.select(0, 1).select(0, 1);
            List<T> grids = new ArrayList<>(Tensor.meshgrid(row, x.ravel()));
            grids.addAll(Tensor.meshgridXy(row, row));
            grids.add(Tensor.cartesianProd(row, row));
            grids.addAll(Tensor.broadcastTensors(row, x));
            return grids;
        }

        static <T extends AnyTensor<T>> List<T> parts(T x) {
            List<T> parts = new ArrayList<>(x.split(2, 1));
            Stream.<Supplier<List<T>>>of(
                            () -> x.chunk(3, 2),
                            () -> x.tensorSplit(3, -1),
                            () -> x.hsplit(3),
                            () -> x.vsplit(1),
                            () -> x.dsplit(2),
                            () -> x.unbind(1),
                            () -> List.of(x.atleast1d(), x.select(0, 0).atleast3d()))
                    .forEach(more -> parts.addAll(more.get()));
            return parts;
        }

        static <T extends AnyTensor<T>> T masked(T x) {
            return x.maskedSelect(BoolTensor.of(Shape.of(3, 1), true, false, true));
        }
    }

    private static void agrees(Rearrangement way) {
        Tensor floats = way.of(LONGS.toFloat());
        LongTensor longs = way.of(LONGS);
        assertThat(longs.shape()).isEqualTo(floats.shape());
        assertThat(longs.toArray()).containsExactly(floats.toLong().toArray());
        BoolTensor odd = LONGS.remainder(2).toBool();
        BoolTensor bools = way.of(odd);
        assertThat(bools.shape()).isEqualTo(floats.shape());
        assertThat(bools.toArray())
                .containsExactly(way.of(odd.toFloat()).toBool().toArray());
    }

    @Test
    void oneResult() {
        agrees(Ways::views);
        agrees(Ways::shapes);
        agrees(Ways::windows);
        agrees(Ways::turned);
        agrees(Ways::repeated);
        agrees(Ways::triangles);
        agrees(Ways::diagonals);
        agrees(Ways::picked);
        agrees(Ways::indexed);
        agrees(Ways::written);
        agrees(Ways::stacked);
        agrees(Ways::blocks);
        agrees(Ways::masked);
    }

    @Test
    void severalResults() {
        for (Parts parts : List.<Parts>of(Ways::grids, Ways::parts)) {
            List<Tensor> floats = parts.of(LONGS.toFloat());
            List<LongTensor> longs = parts.of(LONGS);
            assertThat(longs).hasSameSizeAs(floats);
            for (int i = 0; i < longs.size(); i++) {
                assertThat(longs.get(i).shape()).isEqualTo(floats.get(i).shape());
                assertThat(longs.get(i).toArray())
                        .containsExactly(floats.get(i).toLong().toArray());
            }
        }
    }

    @Test
    void aViewWritesItsBase() {
        LongTensor x = LongTensor.zeros(3, 3);
        x.diagonal().copy_(LongTensor.of(1, 2, 3));
        x.get(Index.at(0), Index.from(1)).copy_(LongTensor.of(7));
        x.set(LongTensor.of(9), Index.of(LongTensor.of(2)), Index.of(LongTensor.of(0)));
        assertThat(x.toArray()).containsExactly(1, 7, 7, 0, 2, 0, 9, 0, 3);
        BoolTensor mask = BoolTensor.ones(2, 2);
        mask.transpose(0, 1).set(BoolTensor.of(false), Index.at(1));
        assertThat(mask.toArray()).containsExactly(true, false, true, false);
    }

    @Test
    void withElementsReplaced() {
        LongTensor x = LongTensor.arange(6).reshape(2, 3);
        LongTensor row = LongTensor.of(7, 8, 9);
        assertThat(x.selectScatter(row, 0, 1).toArray()).containsExactly(0, 1, 2, 7, 8, 9);
        assertThat(x.sliceScatter(row.reshape(1, 3), 0, 1, 2, 1).toArray()).containsExactly(0, 1, 2, 7, 8, 9);
        assertThat(x.diagonalScatter(LongTensor.of(7, 8), 1, 0, 1).toArray()).containsExactly(0, 7, 2, 3, 4, 8);
        assertThat(x.indexCopy(1, LongTensor.of(2, 0), x.narrow(1, 0, 2)).toArray())
                .containsExactly(1, 1, 0, 4, 4, 3);
        assertThat(x.put(LongTensor.of(-1, 0), LongTensor.of(7, 8)).toArray()).containsExactly(8, 1, 2, 3, 4, 7);
        assertThat(x.maskedScatter(BoolTensor.of(true, false, true), row.repeat(2))
                        .toArray())
                .containsExactly(7, 1, 8, 9, 4, 7);
        assertThat(x.indexPut(List.of(LongTensor.of(1)), row).toArray()).containsExactly(0, 1, 2, 7, 8, 9);
        assertThat(x.scatter(1, LongTensor.of(Shape.of(2, 1), 2, 0), row.reshape(3, 1))
                        .toArray())
                .containsExactly(0, 1, 7, 8, 4, 5);
        assertThat(x.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThatThrownBy(() -> x.selectScatter(row, 1, 0))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("selectScatter: a source [3] for a part [2] of [2, 3] must have its shape");
        assertThatThrownBy(() -> x.maskedScatter(BoolTensor.ones(2, 3), row))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("a source [3] has 3 elements, and the mask is true at 6");
        assertThatThrownBy(() -> x.flip(0, -2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSingleNumberAndNothing() {
        LongTensor number = LongTensor.full(Shape.SCALAR, 5);
        assertThat(number.transpose(0, -1).flip(0).squeeze(0).shape()).isEqualTo(Shape.SCALAR);
        assertThat(number.flatten().shape()).isEqualTo(Shape.of(1));
        LongTensor none = LongTensor.zeros(0, 3);
        assertThat(none.flip(0).tril().repeat(2, 1).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(none.maskedSelect(BoolTensor.ones(3)).shape()).isEqualTo(Shape.of(0));
        assertThat(none.cumsum(0).shape()).isEqualTo(Shape.of(0, 3));
    }
}
