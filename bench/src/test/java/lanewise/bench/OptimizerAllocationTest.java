package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.optim.GradientClipping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is allocated by all threads together, once the JVM has compiled the loops: before that each vector is an
/// object.
class OptimizerAllocationTest {
    /// So few that between two looks no other thread of the JVM allocates, which is counted too.
    private static final int STEPS = 4;

    @ParameterizedTest
    @EnumSource
    void anOptimizerStepAllocatesNothing(UpdateRule rule) {
        var optimizer = rule.optimizer(Stream.of(parameter(200, 500), parameter(7))
                .filter(parameter -> rule.takes(parameter.shape()))
                .toList());
        assertThat(AllocatedBytes.perCall(STEPS, 0, optimizer::step)).isZero();
    }

    @Test
    void clippingAllocatesNothing() {
        List<Tensor> parameters = List.of(parameter(200, 500), parameter(7));
        double norm = GradientClipping.clipGradNorm_(parameters, Double.POSITIVE_INFINITY);
        Runnable clip = () -> {
            GradientClipping.clipGradNorm_(parameters, norm / 2);
            GradientClipping.clipGradValue_(parameters, 1);
        };
        assertThat(AllocatedBytes.perCall(STEPS, 0, clip)).isZero();
    }

    private static Tensor parameter(int... sizes) {
        Parameter parameter = new Parameter(Tensor.randn(sizes));
        parameter.setGrad(Tensor.randn(sizes));
        return parameter;
    }
}
