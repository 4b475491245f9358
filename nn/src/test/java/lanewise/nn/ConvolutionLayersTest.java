package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;
import org.junit.jupiter.api.Test;

/// The layers around the convolutions of [Functional].
class ConvolutionLayersTest {
    @Test
    void weightsAndKeysAreThoseOfPyTorch() {
        ConvOptions grouped = new ConvOptions().withGroups(2);
        assertThat(new Conv1d(4, 6, 3, grouped).weight().shape()).isEqualTo(Shape.of(6, 2, 3));
        assertThat(new Conv2d(4, 6, 3, grouped).weight().shape()).isEqualTo(Shape.of(6, 2, 3, 3));
        assertThat(new Conv3d(4, 6, new int[] {1, 2, 3}, grouped, false, PaddingMode.ZEROS)
                        .weight()
                        .shape())
                .isEqualTo(Shape.of(6, 2, 1, 2, 3));
        int[] kernel = {3};
        assertThat(new ConvTranspose1d(4, 6, kernel, grouped, true).weight().shape())
                .isEqualTo(Shape.of(4, 3, 3));
        assertThat(new ConvTranspose2d(4, 6, kernel, grouped, true).weight().shape())
                .isEqualTo(Shape.of(4, 3, 3, 3));
        assertThat(new ConvTranspose3d(4, 6, 2).weight().shape()).isEqualTo(Shape.of(4, 6, 2, 2, 2));
        assertThat(new Conv2d(3, 5, 1).stateDict().keys()).containsExactly("weight", "bias");
        Conv2d plain = new Conv2d(3, 5, kernel, new ConvOptions(), false, PaddingMode.ZEROS);
        assertThat(plain.stateDict().keys()).containsExactly("weight");
        assertThat(plain.bias()).isNull();
    }

    @Test
    void startsEvenlyDistributed() {
        Generator.manualSeed(5);
        Conv2d layer = new Conv2d(64, 32, 5, new ConvOptions().withGroups(4));
        double bound = 1 / Math.sqrt(16 * 25);
        double squares = 0;
        double largest = 0;
        for (float w : layer.weight().toArray()) {
            squares += (double) w * w;
            largest = Math.max(largest, Math.abs(w));
        }
        assertThat(largest).isBetween(0.999 * bound, bound);
        assertThat(squares / layer.weight().elements()).isCloseTo(bound * bound / 3, within(0.02 * bound * bound));
        for (float b : layer.stateDict().array("bias").toArray()) {
            assertThat((double) Math.abs(b)).isBetween(Double.MIN_VALUE, bound);
        }
    }

    @Test
    void isTheFunction() {
        ConvOptions options = new ConvOptions().withStride(2, 1).withPadding(1);
        Conv2d layer = new Conv2d(2, 3, 3, options);
        Tensor x = Tensor.randn(2, 2, 5, 6);
        assertThat(layer.call(x).toArray())
                .isEqualTo(Functional.conv2d(x, layer.weight(), layer.bias(), options)
                        .toArray());
        assertThat(layer.call(x).shape()).isEqualTo(Shape.of(2, 3, 3, 6));
        assertThat(new Conv1d(2, 3, 3).call(Tensor.ones(2, 7)).shape()).isEqualTo(Shape.of(3, 5));
        assertThat(new Conv3d(2, 3, 2).call(Tensor.ones(1, 2, 3, 4, 5)).shape()).isEqualTo(Shape.of(1, 3, 2, 3, 4));
        assertThat(new ConvTranspose1d(2, 3, 3).call(Tensor.ones(1, 2, 5)).shape())
                .isEqualTo(Shape.of(1, 3, 7));
        assertThat(new ConvTranspose2d(2, 3, 2).call(Tensor.ones(1, 2, 3, 4)).shape())
                .isEqualTo(Shape.of(1, 3, 4, 5));
        assertThat(new ConvTranspose3d(2, 3, 2).call(Tensor.ones(2, 2, 3, 4)).shape())
                .isEqualTo(Shape.of(3, 3, 4, 5));
    }

    @Test
    void samePaddingKeepsTheSize() {
        for (int kernel = 1; kernel <= 4; kernel++) {
            ConvOptions same =
                    new ConvOptions().withPadding(ConvOptions.Padding.SAME).withDilation(2);
            Conv2d layer = new Conv2d(1, 1, kernel, same);
            assertThat(layer.call(Tensor.ones(1, 1, 6, 7)).shape()).isEqualTo(Shape.of(1, 1, 6, 7));
        }
        // of an odd number of zeros the last is behind
        Conv1d ofTwo = new Conv1d(1, 1, 2, new ConvOptions().withPadding(ConvOptions.Padding.SAME));
        float[] w = ofTwo.weight().toArray();
        float b = ofTwo.stateDict().array("bias").item();
        assertThat(ofTwo.call(Tensor.of(Shape.of(1, 1, 1), 3)).item()).isCloseTo(3 * w[0] + b, within(1e-6f));
        assertThatThrownBy(() -> new Conv1d(
                        1,
                        1,
                        2,
                        new ConvOptions().withPadding(ConvOptions.Padding.SAME).withStride(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("padding SAME needs stride 1");
        assertThat(new Conv1d(1, 1, 2, new ConvOptions().withPadding(ConvOptions.Padding.VALID))
                        .call(Tensor.ones(1, 1, 5))
                        .shape())
                .isEqualTo(Shape.of(1, 1, 4));
    }

    @Test
    void otherPaddingModes() {
        Tensor x = Tensor.of(Shape.of(1, 1, 4), 1, 2, 3, 4);
        ConvOptions two = new ConvOptions().withPadding(2);
        assertThat(padded(x, PaddingMode.ZEROS, two)).containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
        assertThat(padded(x, PaddingMode.REFLECT, two)).containsExactly(3, 2, 1, 2, 3, 4, 3, 2);
        assertThat(padded(x, PaddingMode.REPLICATE, two)).containsExactly(1, 1, 1, 2, 3, 4, 4, 4);
        assertThat(padded(x, PaddingMode.CIRCULAR, two)).containsExactly(3, 4, 1, 2, 3, 4, 1, 2);
        assertThatThrownBy(() -> padded(x, PaddingMode.REFLECT, new ConvOptions().withPadding(4)))
                .hasMessageContaining("4");
    }

    private static float[] padded(Tensor x, PaddingMode mode, ConvOptions options) {
        Conv1d layer = new Conv1d(1, 1, new int[] {1}, options, false, mode);
        layer.weight().array().fill(1f);
        return layer.call(x).toArray();
    }

    @Test
    void aTransposedOneTakesTheSizeOfItsOutput() {
        int[] kernel = {3};
        ConvTranspose2d layer = new ConvTranspose2d(
                1, 1, kernel, new ConvOptions().withStride(2).withPadding(1), true);
        Tensor x = Tensor.ones(1, 1, 4, 4);
        assertThat(layer.call(x).shape()).isEqualTo(Shape.of(1, 1, 7, 7));
        assertThat(layer.forward(x, 8, 7).shape()).isEqualTo(Shape.of(1, 1, 8, 7));
        assertThatThrownBy(() -> layer.forward(x, 9, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ConvTranspose2d: the output of dimension -2 can have sizes from 7 to 8, not 9");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Conv2d(3, 6, 5)).hasToString("Conv2d(3, 6, kernel_size=(5, 5), stride=(1, 1))");
        int[] kernel = {3};
        assertThat(new Conv1d(
                        4,
                        6,
                        kernel,
                        new ConvOptions()
                                .withStride(2)
                                .withPadding(1)
                                .withDilation(2)
                                .withGroups(2),
                        false,
                        PaddingMode.CIRCULAR))
                .hasToString("Conv1d(4, 6, kernel_size=(3,), stride=(2,), padding=(1,), dilation=(2,), groups=2,"
                        + " bias=False, padding_mode=circular)");
        assertThat(new Conv1d(4, 6, 3, new ConvOptions().withPadding(ConvOptions.Padding.SAME)))
                .hasToString("Conv1d(4, 6, kernel_size=(3,), stride=(1,), padding=same)");
        assertThat(new ConvTranspose1d(
                        4, 6, kernel, new ConvOptions().withStride(2).withOutputPadding(1), true))
                .hasToString("ConvTranspose1d(4, 6, kernel_size=(3,), stride=(2,), output_padding=(1,))");
    }

    @Test
    void refusesBadSizes() {
        assertThatThrownBy(() -> new Conv2d(0, 3, 3)).hasMessage("Conv2d: inChannels must be at least 1, not 0");
        assertThatThrownBy(() -> new Conv2d(3, 3, 0)).hasMessage("Conv2d: kernelSize must be at least 1, not 0");
        assertThatThrownBy(() -> new Conv2d(3, 4, 1, new ConvOptions().withGroups(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Conv2d: inChannels 3 and outChannels 4 cannot both be divided into 2 groups");
        assertThatThrownBy(() -> new Conv3d(3, 4, 2, new ConvOptions().withStride(1, 2)))
                .hasMessage("convolution: stride [1, 2] must be one number, or 3, one a dimension");
    }
}
