package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class LayerTest {
    private static final Layer DOUBLING = new Layer() {
        @Override
        public Tensor forward(Tensor input) {
            return input.mul(2f);
        }
    };

    private final Tensor x = Tensor.of(1, 2);

    @Test
    void hooksSeeInputAndOutputInTheOrderOfRegistration() {
        List<String> seen = new ArrayList<>();
        try (RemovableHandle _ = DOUBLING.registerForwardPreHook((layer, input) -> {
                    seen.add("before " + input.toArray()[0]);
                    return null;
                });
                RemovableHandle _ = DOUBLING.registerForwardHook((layer, input, output) -> {
                    seen.add("first " + input.toArray()[0] + " " + output.toArray()[0]);
                    return null;
                });
                RemovableHandle _ = DOUBLING.registerForwardHook((layer, input, output) -> {
                    seen.add("second " + (layer == DOUBLING));
                    return null;
                })) {
            assertThat(DOUBLING.call(x).toArray()).containsExactly(2, 4);
        }
        assertThat(seen).containsExactly("before 1.0", "first 1.0 2.0", "second true");
    }

    @Test
    void hooksMayReplaceInputAndOutput() {
        RemovableHandle before = DOUBLING.registerForwardPreHook((layer, input) -> input.add(1f));
        RemovableHandle after = DOUBLING.registerForwardHook((layer, input, output) -> output.neg());
        assertThat(DOUBLING.call(x).toArray()).containsExactly(-4, -6);
        before.remove();
        assertThat(DOUBLING.call(x).toArray()).containsExactly(-2, -4);
        after.remove();
        after.remove();
        assertThat(DOUBLING.call(x).toArray()).containsExactly(2, 4);
    }

    @Test
    void removingOneOfTwoEqualHooksLeavesTheOther() {
        ForwardHook negate = (layer, input, output) -> output.neg();
        RemovableHandle first = DOUBLING.registerForwardHook(negate);
        RemovableHandle second = DOUBLING.registerForwardHook(negate);
        assertThat(DOUBLING.call(x).toArray()).containsExactly(2, 4);
        first.remove();
        first.remove();
        assertThat(DOUBLING.call(x).toArray()).containsExactly(-2, -4);
        second.remove();
        assertThat(DOUBLING.call(x).toArray()).containsExactly(2, 4);
    }
}
