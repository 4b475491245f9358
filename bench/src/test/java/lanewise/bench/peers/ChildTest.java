package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The protocol, within one process.
class ChildTest {
    private final Child child = new Child(new PlainLoops(), 1);

    @Test
    void saysWhatItLoaded() {
        assertThat(child.answer("start")).isEqualTo("ready plain loops");
    }

    @Test
    void computesWhatWasPrepared() {
        assertThat(child.answer("prepare gemm NN 8x8x8")).isEqualTo(Child.READY);
        Digest digest = Digest.parse(child.answer("check"));
        assertThat(digest.toString()).startsWith("product:64,");
        Timing timing = Timing.parse(child.answer("time 0.001"));
        assertThat(timing.best()).isPositive().isLessThanOrEqualTo(timing.median());
        assertThat(child.answer("drop")).isEqualTo(Child.READY);
    }

    @Test
    void saysWhatItDoesNotHave() {
        assertThat(child.answer("prepare gemm NN 2048x2048x2048")).isEqualTo(Child.NONE);
        assertThat(child.answer("time 1")).isEqualTo("failed java.lang.IllegalStateException: nothing is prepared");
    }

    @Test
    void measuresTheMachine() {
        assertThat(Double.parseDouble(child.answer("bandwidth COPY 65536"))).isPositive();
    }

    @Test
    void mistakesAreAnswered() {
        assertThat(child.answer("prepare nonsense")).startsWith(Child.FAILED).contains("nonsense");
        assertThat(child.answer("juggle 3")).startsWith(Child.FAILED).contains("juggle 3");
        assertThat(child.answer("time soon")).startsWith(Child.FAILED);
    }
}
