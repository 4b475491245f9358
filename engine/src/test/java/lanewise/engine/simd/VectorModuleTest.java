package lanewise.engine.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Starts programs on the class path, where nobody asks for the vector module unless told to.
class VectorModuleTest {
    @Test
    void aMissingModuleIsNamedWithTheOptionThatBringsIt() throws IOException, InterruptedException {
        assertThat(run()).contains("start java with --add-modules jdk.incubator.vector");
    }

    @Test
    void withTheModuleTheProgramRuns() throws IOException, InterruptedException {
        assertThat(run("--add-modules", "jdk.incubator.vector")).contains("sum of three: 3.0");
    }

    private static String run(String... options) throws IOException, InterruptedException {
        Path launcher = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"));
        command.add(ClassPathProgram.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
