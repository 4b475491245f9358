package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.data.TensorDataset;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
    private static final int PIXELS = SyntheticDigits.SIDE * SyntheticDigits.SIDE;

    @Test
    void strokesDrawEveryDigit() {
        check(SyntheticDigits.inStrokes());
        assertThat(SyntheticDigits.inStrokes().fromFonts()).isFalse();
    }

    @Test
    void drawsWithOrWithoutFonts() {
        check(SyntheticDigits.create());
    }

    private static void check(SyntheticDigits digits) {
        TensorDataset<Tensor, LongTensor> drawn = digits.draw(200, 3);
        assertThat(drawn.inputs().shape()).isEqualTo(Shape.of(200, SyntheticDigits.SIDE, SyntheticDigits.SIDE));
        assertThat(drawn.targets().toArray()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        float[] pixels = drawn.inputs().toArray();
        for (int image = 0; image < 200; image++) {
            int dark = 0;
            for (int i = image * PIXELS; i < (image + 1) * PIXELS; i++) {
                assertThat(pixels[i]).isBetween(0f, 1f);
                dark += pixels[i] > 0.4f ? 1 : 0;
            }
            assertThat(dark).as("inked pixels of image %d", image).isBetween(15, PIXELS / 2);
        }
    }

    @Test
    void theSeedDecidesTheImages() {
        SyntheticDigits digits = SyntheticDigits.inStrokes();
        float[] first = digits.draw(5, 1).inputs().toArray();
        assertThat(SyntheticDigits.inStrokes().draw(5, 1).inputs().toArray()).containsExactly(first);
        assertThat(digits.draw(5, 2).inputs().toArray()).isNotEqualTo(first);
    }
}
