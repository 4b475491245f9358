package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Products that are made of others, against those they are made of.
class ProductsTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-4f);

    private static void same(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.toArray()).containsExactly(expected.toArray(), CLOSE);
    }

    @Test
    void productsThatAreAdded() {
        Tensor a = Tensor.randn(3, 2, 4);
        Tensor b = Tensor.randn(3, 4, 5);
        Tensor x = Tensor.randn(2, 5);
        Tensor a0 = a.get(0);
        Tensor b0 = b.get(0);
        same(x.addmm(a0, b0), x.add(a0.mm(b0)));
        same(x.addmm(a0, b0, 0.5, -2), x.mul(0.5f).add(a0.mm(b0).mul(-2)));
        same(x.addbmm(a, b, 0.5, -2), x.mul(0.5f).add(a.bmm(b).sum(0).mul(-2)));
        same(x.baddbmm(a, b, 0.5, 3), x.mul(0.5f).add(a.bmm(b).mul(3)));
        Tensor v = Tensor.randn(4);
        Tensor u = Tensor.randn(2);
        same(Tensor.scalar(2).addmv(a0, v), a0.mv(v).add(2));
        same(Tensor.scalar(2).addmv(a0, v, 3, 2), a0.mv(v).mul(2).add(6));
        same(
                Tensor.ones(1, 4).addr(u, v, 2, 3),
                u.unsqueeze(1).mm(v.unsqueeze(0)).mul(3).add(2));
        same(x.addbmm(a, b), x.addbmm(a, b, 1, 1));
        same(x.baddbmm(a, b), x.baddbmm(a, b, 1, 1));
        same(Tensor.scalar(0).addr(u, v), u.outer(v));
    }

    @Test
    void aFactorOfZeroHidesWhatItMultiplies() {
        Tensor nan = Tensor.full(Shape.of(2, 2), Float.NaN).requiresGrad_(true);
        Tensor one = Tensor.ones(2, 2);
        Tensor y = nan.addmm(one, one, 0, 1);
        assertThat(y.toArray()).containsOnly(2f);
        y.sum().backward();
        assertThat(BackwardTest.gradient(nan)).containsOnly(0f);
        assertThat(nan.detach().addmm(one, one, 0, 1).toArray()).containsOnly(2f);
    }

    @Test
    void innerOuterAndTensordot() {
        Tensor a = Tensor.randn(2, 3, 4);
        Tensor b = Tensor.randn(5, 4);
        same(a.inner(b), Tensor.einsum("ijk,lk->ijl", a, b));
        same(a.inner(Tensor.scalar(3)), a.mul(3));
        same(Tensor.randn(4).mul(0).outer(Tensor.randn(3)), Tensor.zeros(4, 3));
        Tensor c = Tensor.randn(3, 4, 2);
        same(a.tensordot(c, 2), Tensor.einsum("ijk,jkl->il", a, c));
        same(a.tensordot(c, 0), Tensor.einsum("ijk,lmn->ijklmn", a, c));
        same(a.tensordot(c, new int[] {0, -1}, new int[] {2, 1}), Tensor.einsum("ijk,mki->jm", a, c));
    }

    @Test
    void kroneckersProductHasBlocks() {
        Tensor a = Tensor.of(Shape.of(1, 2), 1, 2);
        Tensor b = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor y = a.kron(b);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 4));
        assertThat(y.toArray()).containsExactly(1, 2, 2, 4, 3, 4, 6, 8);
        assertThat(Tensor.of(1, 2).kron(b).toArray()).containsExactly(1, 2, 2, 4, 3, 4, 6, 8);
    }

    @Test
    void theVectorProductIsPerpendicular() {
        Tensor a = Tensor.randn(4, 3);
        Tensor b = Tensor.randn(4, 3);
        Tensor c = a.cross(b);
        same(c.mul(a).sum(1), Tensor.zeros(4));
        same(a.t().cross(b.t()).t(), c);
        same(a.cross(b, -1), c);
        assertThat(Tensor.of(1, 0, 0).cross(Tensor.of(0, 1, 0)).toArray()).containsExactly(0, 0, 1);
    }

    @Test
    void chainsAndDots() {
        Tensor a = Tensor.randn(2, 30);
        Tensor b = Tensor.randn(30, 3);
        Tensor c = Tensor.randn(3, 40);
        Tensor d = Tensor.randn(40, 5);
        Tensor whole = a.mm(b).mm(c).mm(d);
        assertThat(Linalg.multiDot(List.of(a, b, c, d)).toArray())
                .containsExactly(whole.toArray(), Offset.offset(1e-2f));
        same(Linalg.multiDot(List.of(Tensor.ones(2), a, Tensor.ones(30))), a.sum());
        same(Linalg.multiDot(List.of(Tensor.ones(2), a)), a.sum(0));
        same(Linalg.vecdot(a, a, -1), a.square().sum(1));
        same(Linalg.vecdot(a, a, 0), a.square().sum(0));
    }

    @Test
    void refuseWhatDoesNotFit() {
        Tensor matrix = Tensor.ones(2, 3);
        Tensor batch = Tensor.ones(4, 2, 3);
        refused(() -> matrix.mv(matrix), "mv: [2, 3] and [2, 3] must have 2 and 1 dimensions");
        refused(() -> matrix.bmm(batch), "bmm: [2, 3] and [4, 2, 3] must both have 3 dimensions");
        refused(
                () -> batch.bmm(Tensor.ones(5, 3, 2)),
                "bmm: [4, 2, 3] and [5, 3, 2] disagree on the number of matrices, 4 != 5");
        refused(
                () -> matrix.addbmm(batch, Tensor.ones(4, 2, 3)),
                "addbmm: [4, 2, 3] and [4, 2, 3] disagree on the inner dimension, 3 != 2");
        refused(
                () -> Tensor.ones(3).addmm(matrix, Tensor.ones(3, 2)),
                "addmm: [3] does not broadcast to the product's shape [2, 2]");
        refused(() -> matrix.inner(Tensor.ones(2)), "inner: [2, 3] and [2] disagree on the last dimension, 3 != 2");
        refused(() -> matrix.cross(matrix, 0), "cross: [2, 3] and [2, 3] must have size 3 in dimension 0");
        refused(() -> Tensor.ones(2).cross(Tensor.ones(2)), "cross: [2] has no dimension of size 3");
        refused(
                () -> matrix.tensordot(matrix, 1),
                "tensordot: dimension 1 of [2, 3] and 0 of [2, 3] cannot be paired, 3 != 2");
        refused(
                () -> Linalg.multiDot(List.of(matrix, matrix)),
                "multiDot: tensor 0 [2, 3] and tensor 1 [2, 3] disagree on the inner dimension, 3 != 2");
    }

    private static void refused(Supplier<Tensor> call, String message) {
        assertThatThrownBy(call::get).isInstanceOf(ShapeMismatchException.class).hasMessage(message);
    }
}
