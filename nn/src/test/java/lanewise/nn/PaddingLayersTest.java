package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// What comes around an input.
class PaddingLayersTest {
    private static final Tensor LINE = Tensor.of(Shape.of(1, 1, 3), 1, 2, 3);

    @Test
    void aLine() {
        assertThat(new ZeroPad1d(1, 2).call(LINE).toArray()).containsExactly(0, 1, 2, 3, 0, 0);
        assertThat(new ConstantPad1d(7, 1).call(LINE).toArray()).containsExactly(7, 1, 2, 3, 7);
        assertThat(new ReflectionPad1d(2).call(LINE).toArray()).containsExactly(3, 2, 1, 2, 3, 2, 1);
        assertThat(new ReplicationPad1d(2, 0).call(LINE).toArray()).containsExactly(1, 1, 1, 2, 3);
        assertThat(new CircularPad1d(1, 2).call(LINE).toArray()).containsExactly(3, 1, 2, 3, 1, 2);
        assertThat(new ZeroPad1d(-1, 0).call(LINE).toArray()).containsExactly(2, 3);
    }

    @Test
    void imagesAndVolumes() {
        Tensor image = Tensor.randn(2, 3, 4, 5);
        Shape padded = Shape.of(2, 3, 7, 8);
        for (Layer layer : new Layer[] {
            new ZeroPad2d(1, 2, 0, 3),
            new ConstantPad2d(0.5f, 1, 2, 0, 3),
            new ReflectionPad2d(1, 2, 0, 3),
            new ReplicationPad2d(1, 2, 0, 3),
            new CircularPad2d(1, 2, 0, 3)
        }) {
            assertThat(layer.call(image).shape()).isEqualTo(padded);
        }
        Tensor volume = Tensor.randn(2, 3, 4, 5);
        for (Layer layer : new Layer[] {
            new ZeroPad3d(1),
            new ConstantPad3d(2, 1),
            new ReflectionPad3d(1),
            new ReplicationPad3d(1),
            new CircularPad3d(1)
        }) {
            assertThat(layer.call(volume).shape()).isEqualTo(Shape.of(2, 5, 6, 7));
        }
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new ZeroPad2d(2)).hasToString("ZeroPad2d((2, 2, 2, 2))");
        assertThat(new ReflectionPad1d(3, 1)).hasToString("ReflectionPad1d((3, 1))");
        assertThat(new ConstantPad1d(3.5f, 2)).hasToString("ConstantPad1d(padding=(2, 2), value=3.5)");
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new ZeroPad2d(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ZeroPad2d: padding [1, 2] must be one number, or 4, before and after each dimension");
        assertThatThrownBy(() -> new ReflectionPad2d(1).call(Tensor.ones(3, 3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("ReflectionPad2d: an input of 3 or 4 dimensions is expected, not [3, 3]");
    }
}
