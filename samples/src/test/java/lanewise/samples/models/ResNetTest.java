package lanewise.samples.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class ResNetTest {
    @Test
    void isResNet20() {
        ResNet model = new ResNet(new ResNetOptions());
        assertThat(Parameters.count(model)).isEqualTo(272_474);
        assertThat(Parameters.shapes(model))
                .hasSize(1 + 5 + 9 * 12 + 2 * 6 + 2)
                .startsWith(
                        "conv1.weight [16, 3, 3, 3]",
                        "bn1.weight [16]",
                        "bn1.bias [16]",
                        "bn1.running_mean [16]",
                        "bn1.running_var [16]",
                        "bn1.num_batches_tracked []",
                        "layer1.0.conv1.weight [16, 16, 3, 3]")
                .contains(
                        "layer2.0.conv1.weight [32, 16, 3, 3]",
                        "layer2.0.downsample.0.weight [32, 16, 1, 1]",
                        "layer2.0.downsample.1.weight [32]",
                        "layer3.2.bn2.running_var [64]")
                .endsWith("fc.weight [10, 64]", "fc.bias [10]");
        assertThat(model.call(Tensor.randn(2, 3, 32, 32)).shape()).isEqualTo(Shape.of(2, 10));
    }

    @Test
    void takesOtherSizes() {
        ResNet model = new ResNet(
                new ResNetOptions().withBlocks(1).withChannels(1).withWidth(4).withClasses(3));
        assertThat(model.call(Tensor.randn(2, 1, 28, 28)).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(model.stateDict().keys()).doesNotContain("layer1.1.conv1.weight");
    }

    @Test
    void convolutionsStartByTheirFanOut() {
        Generator.manualSeed(3);
        Tensor weight = new ResNet(new ResNetOptions()).namedParameters().get("layer3.2.conv2.weight");
        double std = weight.detach().square().mean().sqrt().item();
        assertThat(std).isCloseTo(Math.sqrt(2.0 / (64 * 9)), within(0.001));
    }
}
