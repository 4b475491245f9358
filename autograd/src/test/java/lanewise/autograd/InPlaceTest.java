package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Changes in place: what they write, which are allowed, and how they are recorded.
class InPlaceTest {
    @FunctionalInterface
    interface Change {
        Tensor apply(Tensor x);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("add_", x -> x.add_(Tensor.of(10, 20)), x -> x.add(Tensor.of(10, 20))),
                change(
                        "add_ alpha",
                        x -> x.add_(Tensor.of(10, 20), 3),
                        x -> x.add(Tensor.of(10, 20).mul(3))),
                change("add_ number", x -> x.add_(5), x -> x.add(5)),
                change("sub_", x -> x.sub_(Tensor.of(10, 20)), x -> x.sub(Tensor.of(10, 20))),
                change("sub_ alpha", x -> x.sub_(Tensor.of(10, 20), 2), x -> x.sub(Tensor.of(20, 40))),
                change("sub_ number", x -> x.sub_(5), x -> x.sub(5)),
                change("mul_", x -> x.mul_(Tensor.of(10, 20)), x -> x.mul(Tensor.of(10, 20))),
                change("mul_ number", x -> x.mul_(5), x -> x.mul(5)),
                change("div_", x -> x.div_(Tensor.of(10, 20)), x -> x.div(Tensor.of(10, 20))),
                change("div_ number", x -> x.div_(4), x -> x.div(4)),
                change("zero_", x -> x.zero_(), x -> x.mul(0)),
                change("fill_", x -> x.fill_(3), x -> x.mul(0).add(3)),
                change("copy_", x -> x.copy_(Tensor.scalar(7)), x -> x.mul(0).add(7)),
                change(
                        "maskedFill_",
                        x -> x.maskedFill_(BoolTensor.of(true, false), 9),
                        x -> x.maskedFill(BoolTensor.of(true, false), 9)),
                change("clamp_", x -> x.clamp_(2, 3), x -> x.clamp(2, 3)),
                change("clampMin_", x -> x.clampMin_(2), x -> x.clampMin(2)),
                change("clampMax_", x -> x.clampMax_(3), x -> x.clampMax(3)),
                change("neg_", x -> x.neg_(), x -> x.neg()),
                change("abs_", x -> x.abs_(), x -> x.abs()),
                change("exp_", x -> x.exp_(), x -> x.exp()),
                change("sqrt_", x -> x.sqrt_(), x -> x.sqrt()),
                change("pow_", x -> x.pow_(3), x -> x.pow(3)),
                change("relu_", x -> x.relu_(), x -> x.relu()),
                change("sigmoid_", x -> x.sigmoid_(), x -> x.sigmoid()),
                change("tanh_", x -> x.tanh_(), x -> x.tanh()));
    }

    private static Arguments change(String name, Change inPlace, Change fresh) {
        return Arguments.of(name, inPlace, fresh);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aPlainTensorIsOverwritten(String name, Change inPlace, Change fresh) {
        Tensor x = Tensor.of(1.5f, 4);
        Tensor expected = fresh.apply(x);
        int version = x.array().storage().version();
        assertThat(inPlace.apply(x)).isSameAs(x);
        assertThat(x.toArray()).containsExactly(expected.toArray());
        assertThat(x.array().storage().version()).as("version").isGreaterThan(version);
        assertThat(x.isLeaf()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aLeafThatRequiresGradientsIsRefusedAndUnchanged(String name, Change inPlace, Change fresh) {
        Tensor x = leaf(1.5f, 4);
        assertThatThrownBy(() -> inPlace.apply(x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("_: a leaf [2] that requires gradients")
                .hasMessageContaining("noGrad()");
        assertThat(x.toArray()).containsExactly(1.5f, 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void underNoGradALeafIsOverwritten(String name, Change inPlace, Change fresh) {
        Tensor x = leaf(1.5f, 4);
        try (GradMode _ = GradMode.noGrad()) {
            Tensor expected = fresh.apply(x);
            inPlace.apply(x);
            assertThat(x.toArray()).containsExactly(expected.toArray());
        }
        assertThat(x.isLeaf()).isTrue();
        assertThat(x.requiresGrad()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeOfAComputedTensorBecomesPartOfItsHistory(String name, Change inPlace, Change fresh) {
        Tensor x = leaf(1.5f, 4);
        Tensor expectedX = leaf(1.5f, 4);
        Tensor y = inPlace.apply(x.mul(1.25f));
        Tensor expected = fresh.apply(expectedX.mul(1.25f));
        assertThat(y.toArray()).containsExactly(expected.toArray());
        y.mul(Tensor.of(3, 7)).sum().backward();
        expected.mul(Tensor.of(3, 7)).sum().backward();
        assertThat(gradient(x)).containsExactly(gradient(expectedX));
    }

    @Test
    void theOperandGetsItsGradientToo() {
        Tensor x = leaf(2, 3);
        Tensor w = leaf(5, 7);
        Tensor y = x.mul(1).mul_(w);
        y.sum().backward();
        assertThat(gradient(w)).containsExactly(2, 3);
        assertThat(gradient(x)).containsExactly(5, 7);
    }

    @Test
    void aPlainTensorJoinsTheGraphThroughItsOperand() {
        Tensor w = leaf(5, 7);
        Tensor y = Tensor.of(1, 1);
        y.add_(w);
        assertThat(y.requiresGrad()).isTrue();
        assertThat(y.isLeaf()).isFalse();
        y.copy_(w.mul(2));
        y.sum().backward();
        assertThat(gradient(w)).containsExactly(2, 2);
    }

    @Test
    void aChangedTensorTimesItself() {
        Tensor x = leaf(3);
        Tensor y = x.mul(1);
        y.mul_(y); // x²
        y.sum().backward();
        assertThat(gradient(x)).containsExactly(6);
    }

    @Test
    void operandsBroadcast() {
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        x.add_(Tensor.of(10, 20, 30)).mul_(Tensor.of(Shape.of(2, 1), 1, 2));
        assertThat(x.toArray()).containsExactly(11, 22, 33, 28, 50, 72);
    }

    @Test
    void anOperandThatIsLargerIsRefused() {
        Tensor x = Tensor.of(1, 2);
        assertThatThrownBy(() -> x.add_(Tensor.zeros(3, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("add_")
                .hasMessageContaining("[3, 2]")
                .hasMessageContaining("[2]");
        assertThat(x.toArray()).containsExactly(1, 2);
    }

    @Test
    void viewsOfPlainTensorsAreWrittenThrough() {
        Tensor x = Tensor.zeros(3, 4);
        x.select(1, 2).add_(Tensor.of(1, 2, 3));
        x.t().narrow(0, 0, 1).fill_(9);
        assertThat(x.toArray()).containsExactly(9, 0, 1, 0, 9, 0, 2, 0, 9, 0, 3, 0);
    }

    @Test
    void anOperandMayBeAnotherViewOfTheSameMemory() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        x.add_(x.t());
        assertThat(x.toArray()).containsExactly(2, 5, 5, 8);
        x.copy_(x.select(0, 1));
        assertThat(x.toArray()).containsExactly(5, 8, 5, 8);
    }

    @Test
    void aRepeatedElementIsNotWritten() {
        Tensor x = Tensor.of(1).expand(3);
        assertThatThrownBy(() -> x.add_(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expand")
                .hasMessageContaining("clone()");
    }

    @Test
    void aViewOfAGraphTensorMustBeCloned() {
        Tensor y = leaf(1, 2, 3).mul(2);
        Tensor view = y.narrow(0, 0, 2);
        assertThatThrownBy(() -> view.add_(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("view")
                .hasMessageContaining("clone()");
        Tensor viewOfLeaf = leaf(1, 2, 3).narrow(0, 0, 2);
        assertThatThrownBy(() -> viewOfLeaf.add_(1)).hasMessageContaining("clone()");
    }

    @Test
    void aViewCannotJoinTheGraphBehindItsBasesBack() {
        Tensor base = Tensor.zeros(3);
        Tensor view = base.narrow(0, 0, 2);
        Tensor w = leaf(1, 2);
        assertThatThrownBy(() -> view.add_(w)).hasMessageContaining("view");
        assertThat(base.toArray()).containsOnly(0);
    }

    @Test
    void aViewTakenBeforeARecordedChangeOfItsBaseIsOutOfDate() {
        Tensor y = leaf(1, 2, 3).mul(2);
        Tensor before = y.narrow(0, 0, 2);
        y.mul_(3);
        assertThatThrownBy(() -> before.mul(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("take the view again");
        assertThatThrownBy(() -> before.backward(Tensor.of(1, 1))).hasMessageContaining("take the view again");
        assertThat(y.narrow(0, 0, 2).mul(1).toArray()).containsExactly(6, 12);
    }

    @Test
    void aViewOfALeafSeesUpdatesUnderNoGrad() {
        Tensor w = leaf(1, 2);
        Tensor view = w.reshape(2, 1);
        try (GradMode _ = GradMode.noGrad()) {
            w.mul_(10);
        }
        view.mul(1).sum().backward();
        assertThat(view.toArray()).containsExactly(10, 20);
        assertThat(gradient(w)).containsExactly(1, 1);
    }

    @Test
    void aRetainedGradientFollowsTheTensor() {
        Tensor y = leaf(1, 2).mul(2);
        y.retainGrad();
        y.mul_(3);
        y.mul(5).sum().backward();
        assertThat(gradient(y)).containsExactly(5, 5);
    }

    @Test
    void randomFillsAreForPlainTensors() {
        Tensor x = Tensor.zeros(1000);
        assertThat(x.uniform_(2, 3)).isSameAs(x);
        assertThat(x.ge(2).all()).isTrue();
        assertThat(x.lt(3).all()).isTrue();
        x.normal_(100, 0.1f);
        assertThat(x.mean().item()).isBetween(99f, 101f);
        assertThatThrownBy(() -> leaf(1).normal_(0, 1)).hasMessageContaining("noGrad()");
    }

    @Test
    void aProductIsComputedInTheTensorsMemory() {
        Tensor a = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Tensor b = Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, 1, 1);
        Tensor x = Tensor.full(Shape.of(2, 2), 10f);
        float[] memory = x.array().data();
        x.addmm_(a, b);
        assertThat(x.toArray()).containsExactly(14, 15, 20, 21);
        assertThat(x.addmm_(a, b, 2, -1).toArray()).containsExactly(24, 25, 30, 31);
        x.fill_(Float.NaN);
        assertThat(x.addmm_(a, b, 0, 1).toArray()).containsExactly(4, 5, 10, 11);
        assertThat(x.array().data()).isSameAs(memory);
        Tensor wide = Tensor.zeros(2, 5);
        wide.narrow(1, 2, 2).addmm_(a, b);
        assertThat(wide.toArray()).containsExactly(0, 0, 4, 5, 0, 0, 0, 10, 11, 0);
        Tensor turned = Tensor.zeros(2, 2);
        turned.t().addmm_(a, b);
        assertThat(turned.toArray()).containsExactly(4, 10, 5, 11);
    }

    @Test
    void aProductInPlaceIsRecorded() {
        Tensor a = Tensor.of(Shape.of(1, 2), 2, 3).requiresGrad_(true);
        Tensor b = Tensor.of(Shape.of(2, 1), 5, 7).requiresGrad_(true);
        Tensor x = Tensor.ones(1, 1).requiresGrad_(true);
        Tensor y = x.mul(4f).addmm_(a, b, 0.5, 3);
        y.backward();
        assertThat(y.item()).isEqualTo(2 + 3 * 31);
        assertThat(gradient(x)).containsExactly(2);
        assertThat(gradient(a)).containsExactly(15, 21);
        assertThat(gradient(b)).containsExactly(6, 9);
    }

    @Test
    void aProductThatDoesNotFitIsRefused() {
        Tensor x = Tensor.ones(2, 2);
        assertThatThrownBy(() -> x.addmm_(Tensor.ones(2, 3), Tensor.ones(3, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("addmm_: the product of [2, 3] and [3, 3] is [2, 3], and the array written to is [2, 2]");
        assertThatThrownBy(() -> x.addmm_(Tensor.ones(2, 3), Tensor.ones(2, 2))).hasMessageContaining("3 != 2");
        assertThatThrownBy(() -> x.addmm_(Tensor.ones(3), Tensor.ones(3, 2))).hasMessageContaining("matrices expected");
        assertThat(x.toArray()).containsExactly(1, 1, 1, 1);
        assertThat(x.addmm_(x, x).toArray()).containsExactly(3, 3, 3, 3);
    }
}
