package lanewise.engine.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The functions give the same bits in a virtual machine that only interprets as they do here, compiled.
class FunctionBitsTest {
    @Test
    void interpretedAndCompiledGiveTheSameBits() throws IOException, InterruptedException {
        String compiled = "";
        for (int round = 0; round < (Lanes.EMULATED ? 1 : 3_000); round++) {
            compiled = FunctionBitsProgram.sums().toString();
        }
        assertThat(interpreted()).contains(compiled);
    }

    private static String interpreted() throws IOException, InterruptedException {
        String here = System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path", "");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xint",
                        "-XX:-UsePerfData",
                        "-Dlanewise.vectorBits=" + 32 * Lanes.LANES,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        Path.of("target", "classes")
                                + File.pathSeparator
                                + Path.of("target", "test-classes")
                                + File.pathSeparator
                                + here,
                        FunctionBitsProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
