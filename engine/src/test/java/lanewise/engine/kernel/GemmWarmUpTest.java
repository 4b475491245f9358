package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// A program's first product, which needs a virtual machine in which there was none before.
class GemmWarmUpTest {
    /// A tile by element takes longest, and the loop that is first to ask is compiled a second before the others:
    /// the tutorial's process took twice as long while packing was first.
    @Test
    void theTileIsCompiledBeforeThePackingLoops() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"),
                        FirstProductProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output).contains("tile first: true");
    }
}
