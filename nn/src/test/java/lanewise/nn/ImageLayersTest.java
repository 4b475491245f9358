package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.functional.AvgPoolOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.InterpolateOptions;
import lanewise.nn.functional.MaxPoolOptions;
import lanewise.nn.functional.Pooled;
import org.junit.jupiter.api.Test;

/// Poolings, other sizes, other places, channels as a whole.
class ImageLayersTest {
    private static final Tensor LINE = Tensor.of(Shape.of(1, 1, 6), 1, 5, 2, 0, -1, 7);
    private static final Tensor IMAGE = Tensor.randn(2, 3, 6, 4);
    private static final Tensor VOLUME = Tensor.randn(2, 3, 4, 6, 4);

    @Test
    void maxPool() {
        assertThat(new MaxPool1d(2).call(LINE).toArray()).containsExactly(5, 2, 7);
        assertThat(new MaxPool1d(2, 1).call(LINE).toArray()).containsExactly(5, 5, 2, 0, 7);
        Pooled pooled = new MaxPool1d(2).forwardWithIndices(LINE);
        assertThat(pooled.indices().toArray()).containsExactly(1, 2, 5);
        int[] kernel = {3, 2};
        MaxPoolOptions options =
                new MaxPoolOptions().withStride(2).withPadding(1, 0).withCeilMode(true);
        assertThat(new MaxPool2d(kernel, options).call(IMAGE).shape()).isEqualTo(Shape.of(2, 3, 4, 2));
        assertThat(new MaxPool2d(2, 2).forwardWithIndices(IMAGE).indices().shape())
                .isEqualTo(Shape.of(2, 3, 3, 2));
        assertThat(new MaxPool3d(2).call(VOLUME).shape()).isEqualTo(Shape.of(2, 3, 2, 3, 2));
        assertThatThrownBy(() -> new MaxPool2d(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void maxUnpool() {
        Pooled pooled = new MaxPool1d(2).forwardWithIndices(LINE);
        assertThat(new MaxUnpool1d(2).call(pooled.output(), pooled.indices()).toArray())
                .containsExactly(0, 5, 2, 0, 0, 7);
        MaxPool2d two = new MaxPool2d(2);
        Pooled image = two.forwardWithIndices(IMAGE);
        Tensor back = new MaxUnpool2d(2).call(image.output(), image.indices(), 6, 5);
        assertThat(back.shape()).isEqualTo(Shape.of(2, 3, 6, 5));
        Pooled volume = new MaxPool3d(2).forwardWithIndices(VOLUME);
        Tensor again = new MaxUnpool3d(2).call(volume.output(), volume.indices());
        assertThat(new MaxPool3d(2).call(again.relu()).toArray())
                .isEqualTo(volume.output().relu().toArray());
        assertThatThrownBy(() -> new MaxUnpool1d(2).call(LINE, LongTensor.zeros(1, 1, 6), 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20");
    }

    @Test
    void averagePool() {
        assertThat(new AvgPool1d(2).call(LINE).toArray()).containsExactly(3, 1, 3);
        int[] three = {3};
        AvgPoolOptions padded = new AvgPoolOptions().withStride(3).withPadding(1);
        assertThat(new AvgPool1d(three, padded).call(LINE).toArray()).containsExactly(2, 1 / 3f);
        assertThat(new AvgPool1d(three, padded.withCountIncludePad(false))
                        .call(LINE)
                        .toArray())
                .containsExactly(3, 1 / 3f);
        assertThat(new AvgPool1d(three, padded.withDivisorOverride(2))
                        .call(LINE)
                        .toArray())
                .containsExactly(3, 0.5f);
        assertThat(new AvgPool2d(2).call(IMAGE).shape()).isEqualTo(Shape.of(2, 3, 3, 2));
        assertThat(new AvgPool2d(4, 1).call(IMAGE).shape()).isEqualTo(Shape.of(2, 3, 3, 1));
        assertThat(new AvgPool3d(2).call(VOLUME).shape()).isEqualTo(Shape.of(2, 3, 2, 3, 2));
        assertThatThrownBy(() -> padded.withDivisorOverride(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void adaptivePool() {
        assertThat(new AdaptiveAvgPool1d(2).call(LINE).toArray()).containsExactly(8 / 3f, 2);
        assertThat(new AdaptiveMaxPool1d(2).call(LINE).toArray()).containsExactly(5, 7);
        assertThat(new AdaptiveMaxPool1d(2).forwardWithIndices(LINE).indices().toArray())
                .containsExactly(1, 5);
        assertThat(new AdaptiveAvgPool2d(1).call(IMAGE).reshape(2, 3).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(IMAGE.mean(2, 3).toArray());
        assertThat(new AdaptiveMaxPool2d(Functional.KEEP, 3).call(IMAGE).shape())
                .isEqualTo(Shape.of(2, 3, 6, 3));
        assertThat(new AdaptiveAvgPool3d(2).call(VOLUME).shape()).isEqualTo(Shape.of(2, 3, 2, 2, 2));
        assertThat(new AdaptiveMaxPool3d(1, 2, 3).call(VOLUME).shape()).isEqualTo(Shape.of(2, 3, 1, 2, 3));
        assertThatThrownBy(() -> new AdaptiveAvgPool2d(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void upsample() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
        float[] doubled = {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4};
        assertThat(new Upsample(InterpolateOptions.scaleFactor(2)).call(x).toArray())
                .containsExactly(doubled);
        assertThat(new UpsamplingNearest2d(InterpolateOptions.size(4)).call(x).toArray())
                .containsExactly(doubled);
        assertThat(new UpsamplingBilinear2d(InterpolateOptions.size(3)).call(x).toArray())
                .containsExactly(1, 1.5f, 2, 2, 2.5f, 3, 3, 3.5f, 4);
        Tensor area = new Upsample(InterpolateOptions.size(1).withMode(InterpolateOptions.Mode.AREA)).call(x);
        assertThat(area.item()).isEqualTo(2.5f);
        InterpolateOptions scaled = InterpolateOptions.scaleFactor(1.7)
                .withMode(InterpolateOptions.Mode.BICUBIC)
                .withRecomputeScaleFactor(true);
        assertThat(Functional.interpolate(IMAGE, scaled).toArray())
                .isEqualTo(Functional.interpolate(
                                IMAGE, InterpolateOptions.size(10, 6).withMode(InterpolateOptions.Mode.BICUBIC))
                        .toArray());
        assertThatThrownBy(() ->
                        Functional.interpolate(x, InterpolateOptions.size(3).withAlignCorners(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interpolate: alignCorners is for linear and cubic modes, not NEAREST");
        assertThatThrownBy(() ->
                        Functional.interpolate(x, InterpolateOptions.size(3).withMode(InterpolateOptions.Mode.LINEAR)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("interpolate: mode LINEAR needs an input of 3 dimensions, not [1, 1, 2, 2]");
        assertThatThrownBy(() ->
                        Functional.interpolate(x, InterpolateOptions.size(3).withRecomputeScaleFactor(true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Functional.interpolate(x, InterpolateOptions.scaleFactor(1, 2, 3)))
                .hasMessageContaining("[1.0, 2.0, 3.0]");
    }

    @Test
    void pixelsAndChannels() {
        Tensor x = Tensor.of(Shape.of(1, 4, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        Tensor shuffled = new PixelShuffle(2).call(x);
        assertThat(shuffled.shape()).isEqualTo(Shape.of(1, 1, 2, 4));
        assertThat(shuffled.toArray()).containsExactly(1, 3, 2, 4, 5, 7, 6, 8);
        assertThat(new PixelUnshuffle(2).call(shuffled).toArray()).containsExactly(x.toArray());
        LongTensor bytes = LongTensor.arange(8).reshape(1, 4, 1, 2);
        LongTensor larger = Functional.pixelShuffle(bytes, 2);
        assertThat(larger.toArray()).containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
        assertThat(Functional.pixelUnshuffle(larger, 2).equal(bytes)).isTrue();
        assertThatThrownBy(() -> new PixelShuffle(3).call(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("pixelShuffle: the 4 channels of [1, 4, 1, 2] cannot be divided by 3²");
        assertThatThrownBy(() -> new PixelUnshuffle(3).call(x)).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new PixelShuffle(0).call(x)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void softmaxOverChannels() {
        assertThat(new Softmax2d().call(IMAGE).toArray())
                .containsExactly(IMAGE.softmax(1).toArray());
        assertThatThrownBy(() -> new Softmax2d().call(LINE.flatten())).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void localResponseNorm() {
        Tensor x = Tensor.of(Shape.of(1, 3, 1), 1, 2, 3);
        float[] y = new LocalResponseNorm(2, 0.5, 0.75, 1).call(x).toArray();
        for (int c = 0; c < 3; c++) {
            double sum = (c + 1) * (c + 1) + c * c; // of its own channel and the one before
            double expected = (c + 1) / Math.pow(1 + 0.5 * sum / 2, 0.75);
            assertThat((double) y[c]).isCloseTo(expected, within(1e-6));
        }
        assertThat(new LocalResponseNorm(5).call(IMAGE).shape()).isEqualTo(IMAGE.shape());
        assertThatThrownBy(() -> new LocalResponseNorm(2).call(Tensor.ones(3, 3)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> new LocalResponseNorm(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void normalize() {
        Tensor x = Tensor.of(Shape.of(2, 2), 3, 4, 0, 0);
        assertThat(Functional.normalize(x).toArray()).containsExactly(0.6f, 0.8f, 0, 0);
        assertThat(Functional.normalize(x, 1, 0.5, 0).toArray()).containsExactly(1, 1, 0, 0);
    }

    @Test
    void dropoutOfWholeChannels() {
        checkChannels(new Dropout1d(0.5, new Generator(1)), Tensor.ones(40, 5, 4));
        checkChannels(new Dropout2d(0.5, new Generator(1)), Tensor.ones(40, 5, 2, 2));
        checkChannels(new Dropout3d(0.5, new Generator(1)), Tensor.ones(40, 5, 2, 2, 1));
        Tensor single = new Dropout1d(0.5, new Generator(1)).call(Tensor.ones(50, 4));
        checkRuns(single.toArray());
        Dropout2d evaluated = new Dropout2d();
        evaluated.eval();
        assertThat(evaluated.call(IMAGE)).isSameAs(IMAGE);
        assertThat(new Dropout3d(1).call(VOLUME).toArray()).containsOnly(0, -0f);
        assertThat(new Dropout1d(0).call(LINE)).isSameAs(LINE);
        assertThatThrownBy(() -> new Dropout2d(2)).hasMessage("Dropout2d: p must be from 0 to 1, not 2.0");
    }

    private static void checkChannels(Layer dropout, Tensor ones) {
        checkRuns(dropout.call(ones).toArray());
    }

    /// Runs of four are 0 or 2, some of either.
    private static void checkRuns(float[] y) {
        int kept = 0;
        for (int i = 0; i < y.length; i++) {
            assertThat(y[i]).isIn(0f, 2f);
            assertThat(y[i]).isEqualTo(y[i / 4 * 4]);
            kept += y[i] == 0 ? 0 : 1;
        }
        assertThat(kept).isBetween(y.length / 4, y.length * 3 / 4);
    }

    @Test
    void alphaDropoutKeepsMeanAndVariance() {
        Tensor x = new SELU().call(Tensor.randn(new int[] {200_000}));
        Tensor y = new AlphaDropout(0.3, new Generator(3)).call(x);
        assertThat(y.mean().item()).isCloseTo(x.mean().item(), within(0.02f));
        assertThat(y.square().mean().item()).isCloseTo(x.square().mean().item(), within(0.03f));
        AlphaDropout evaluated = new AlphaDropout();
        evaluated.eval();
        assertThat(evaluated.call(x)).isSameAs(x);
        assertThat(new AlphaDropout(1).call(LINE).toArray()).containsOnly(0, -0f);
        float[] z = new FeatureAlphaDropout(0.5, new Generator(1))
                .call(Tensor.ones(40, 5, 4))
                .toArray();
        for (int i = 0; i < z.length; i++) {
            assertThat(z[i]).isEqualTo(z[i / 4 * 4]);
        }
        assertThat(new FeatureAlphaDropout(0).call(IMAGE)).isSameAs(IMAGE);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MaxPool2d(2))
                .hasToString("MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)");
        int[] kernel = {3, 2};
        assertThat(new MaxPool2d(kernel, new MaxPoolOptions()))
                .hasToString("MaxPool2d(kernel_size=(3, 2), stride=(3, 2), padding=0, dilation=1, ceil_mode=False)");
        assertThat(new AvgPool2d(3, 1)).hasToString("AvgPool2d(kernel_size=3, stride=1, padding=0)");
        assertThat(new AdaptiveAvgPool2d(1)).hasToString("AdaptiveAvgPool2d(output_size=1)");
        assertThat(new AdaptiveMaxPool2d(Functional.KEEP, 7)).hasToString("AdaptiveMaxPool2d(output_size=(None, 7))");
        assertThat(new Upsample(InterpolateOptions.scaleFactor(2)))
                .hasToString("Upsample(scale_factor=2.0, mode='nearest')");
        assertThat(new Upsample(InterpolateOptions.size(2, 3).withMode(InterpolateOptions.Mode.BILINEAR)))
                .hasToString("Upsample(size=(2, 3), mode='bilinear')");
        assertThat(new UpsamplingNearest2d(InterpolateOptions.scaleFactor(2, 3)))
                .hasToString("UpsamplingNearest2d(scale_factor=(2.0, 3.0), mode='nearest')");
        assertThat(new PixelShuffle(3)).hasToString("PixelShuffle(upscale_factor=3)");
        assertThat(new PixelUnshuffle(3)).hasToString("PixelUnshuffle(downscale_factor=3)");
        assertThat(new LocalResponseNorm(2)).hasToString("LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)");
        assertThat(new MaxUnpool2d(2)).hasToString("MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))");
        assertThat(new Dropout2d()).hasToString("Dropout2d(p=0.5, inplace=False)");
        assertThat(new Softmax2d()).hasToString("Softmax2d()");
    }
}
