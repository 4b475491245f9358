package lanewise.samples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class LeNetTest {
    @Test
    void isTheNetworkForDigits() {
        LeNet model = new LeNet(new LeNetOptions());
        assertThat(Parameters.count(model)).isEqualTo(582_026);
        assertThat(Parameters.shapes(model))
                .containsExactly(
                        "conv1.weight [32, 1, 5, 5]",
                        "conv1.bias [32]",
                        "conv2.weight [64, 32, 5, 5]",
                        "conv2.bias [64]",
                        "fc1.weight [512, 1024]",
                        "fc1.bias [512]",
                        "fc2.weight [10, 512]",
                        "fc2.bias [10]");
        assertThat(model.call(Tensor.randn(3, 1, 28, 28)).shape()).isEqualTo(Shape.of(3, 10));
    }

    @Test
    void takesOtherImagesAndWidths() {
        LeNet model = new LeNet(
                new LeNetOptions().withImages(3, 32).withWidths(6, 16, 120).withClasses(4));
        assertThat(Parameters.shapes(model)).contains("conv1.weight [6, 3, 5, 5]", "fc1.weight [120, 400]");
        assertThat(model.call(Tensor.randn(2, 3, 32, 32)).shape()).isEqualTo(Shape.of(2, 4));
        LeNet smallest = new LeNet(new LeNetOptions().withImages(1, 16));
        assertThat(smallest.call(Tensor.randn(1, 1, 16, 16)).shape()).isEqualTo(Shape.of(1, 10));
    }

    @Test
    void refusesImagesThatItWouldShrinkToNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeNetOptions().withImages(1, 15))
                .withMessage("side must be at least 16, not 15");
    }
}
