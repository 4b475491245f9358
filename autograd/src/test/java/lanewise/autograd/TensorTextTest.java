package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// The expected texts are PyTorch's; [PrintedTensorsTest] has many more.
class TensorTextTest {
    @Test
    void numbersWithFourDigits() {
        assertThat(Tensor.of(1, -2, 3.5f)).hasToString("tensor([ 1.0000, -2.0000,  3.5000])");
        assertThat(Tensor.scalar(3.14159f)).hasToString("tensor(3.1416)");
        assertThat(Tensor.scalar(-0.5f)).hasToString("tensor(-0.5000)");
    }

    @Test
    void wholeNumbers() {
        assertThat(Tensor.of(1, 20, -3)).hasToString("tensor([ 1., 20., -3.])");
        assertThat(Tensor.scalar(0)).hasToString("tensor(0.)");
        assertThat(Tensor.of(0, -0f)).hasToString("tensor([0., -0.])");
    }

    @Test
    void exponentsWhereSizesDiffer() {
        assertThat(Tensor.of(1e-5f, 3, 1000.5f)).hasToString("tensor([1.0000e-05, 3.0000e+00, 1.0005e+03])");
        assertThat(Tensor.of(1e9f, 2)).hasToString("tensor([1.0000e+09, 2.0000e+00])");
        assertThat(Tensor.of(0.00001f)).hasToString("tensor([1.0000e-05])");
    }

    @Test
    void whatIsNoNumber() {
        assertThat(Tensor.of(Float.NaN, 3.25f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY))
                .hasToString("tensor([   nan, 3.2500,    inf,   -inf])");
        assertThat(Tensor.of(1, Float.NaN)).hasToString("tensor([1., nan])");
    }

    @Test
    void matricesAndBlocks() {
        assertThat(Tensor.arange(1, 13).reshape(2, 2, 3)).hasToString("""
            tensor([[[ 1.,  2.,  3.],
                     [ 4.,  5.,  6.]],

                    [[ 7.,  8.,  9.],
                     [10., 11., 12.]]])\
            """);
        assertThat(Tensor.arange(4).reshape(2, 2).t()).hasToString("""
            tensor([[0., 2.],
                    [1., 3.]])\
            """);
    }

    @Test
    void largeTensorsAreAbbreviated() {
        assertThat(Tensor.arange(2000).add(1000))
                .hasToString("tensor([1000., 1001., 1002.,  ..., 2997., 2998., 2999.])");
        assertThat(Tensor.zeros(1001, 2)).hasToString("""
            tensor([[0., 0.],
                    [0., 0.],
                    [0., 0.],
                    ...,
                    [0., 0.],
                    [0., 0.],
                    [0., 0.]])\
            """);
    }

    @Test
    void longRowsAreBroken() {
        assertThat(Tensor.linspace(0, 1, 11)).hasToString("""
            tensor([0.0000, 0.1000, 0.2000, 0.3000, 0.4000, 0.5000, 0.6000, 0.7000, 0.8000,
                    0.9000, 1.0000])\
            """);
    }

    @Test
    void emptyTensors() {
        assertThat(Tensor.zeros(0)).hasToString("tensor([])");
        assertThat(Tensor.zeros(2, 0)).hasToString("tensor([], size=(2, 0))");
    }

    @Test
    void thePlaceInTheGraph() {
        Tensor x = Tensor.of(1).requiresGrad_(true);
        assertThat(x).hasToString("tensor([1.], requires_grad=True)");
        assertThat(x.exp().sub(x.exp())).hasToString("tensor([0.], grad_fn=<SubBackward0>)");
    }

    @Test
    void otherTypes() {
        assertThat(LongTensor.of(1, -20, 3)).hasToString("tensor([  1, -20,   3])");
        assertThat(LongTensor.of(Shape.of(), 7)).hasToString("tensor(7)");
        assertThat(BoolTensor.of(true, false)).hasToString("tensor([ True, False])");
    }
}
