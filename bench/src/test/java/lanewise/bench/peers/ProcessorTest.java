package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void newProcessorsAreKnownByTheirInstructions() {
        Processor zen = new Processor(List.of("model name\t: AMD EPYC", "flags\t\t: fpu avx avx2 fma"));
        Processor wide = new Processor(List.of("flags\t\t: fpu avx2 fma avx512f avx512bw avx512vl"));
        assertThat(zen.name()).isEqualTo("AMD EPYC");
        assertThat(zen.openBlasCore()).containsEntry("OPENBLAS_CORETYPE", "Haswell");
        assertThat(wide.openBlasCore()).containsEntry("OPENBLAS_CORETYPE", "SkylakeX");
    }

    @Test
    void othersAreLeftToOpenBlas() {
        assertThat(new Processor(List.of()).openBlasCore()).isEmpty();
        assertThat(new Processor(List.of("flags : fpu sse2")).openBlasCore()).isEmpty();
        assertThat(new Processor(List.of()).name()).isEqualTo(System.getProperty("os.arch"));
    }
}
