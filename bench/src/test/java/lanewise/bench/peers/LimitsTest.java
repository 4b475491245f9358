package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Loops that compute what they say; how fast they are depends on the machine.
class LimitsTest {
    @Test
    void multiplyAddsTendToTheirLimit() {
        FmaLoop loop = new FmaLoop(2);
        loop.run(0, 2);
        assertThat(loop.sums()).containsOnly(20f);
    }

    @ParameterizedTest
    @EnumSource(names = {"COPY", "ADD", "UPDATE"})
    void streamsWriteEachElement(Traffic.Kind kind) {
        StreamLoop loop = new StreamLoop(kind, 1024, 1);
        loop.run(0, 1024);
        float expected = switch (kind) {
            case COPY -> 1e-9f;
            case ADD -> 2e-9f;
            default -> 1e-12f;
        };
        assertThat(loop.result()).containsOnly(expected);
    }

    @Test
    void readingSumsEachElement() {
        StreamLoop loop = new StreamLoop(Traffic.Kind.READ, 1024, 1);
        loop.run(0, 1024);
        double sum = 0;
        for (float lane : loop.result()) {
            sum += lane;
        }
        assertThat(sum).isBetween(1.023e-6, 1.025e-6);
    }

    @Test
    void smallDataAreAtLeastOnePieceAThread() {
        assertThat(Limits.gigabytes(Traffic.Kind.COPY, 8, 2)).isPositive().isFinite();
    }

    @Test
    void problemsMoveTheirArraysOnce() {
        assertThat(Problems.named("elementwise add 1e5").traffic())
                .isEqualTo(new Traffic(Traffic.Kind.ADD, 1.2e6, 1.2e6));
        assertThat(Problems.named("gemm NN 8x8x8").flops()).isEqualTo(1024);
        assertThat(Problems.named("gemm NN 8x8x8").traffic().bytes()).isEqualTo(768);
        assertThat(Problems.named("optimizer adam 1e6").traffic().bytes()).isEqualTo(28e6);
    }
}
