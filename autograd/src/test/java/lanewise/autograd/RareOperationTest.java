package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lanewise.engine.NDArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An operation that was rare when the code it shares with others was compiled, and is used often later. What the
/// compiler then left out of line stays so: were vectors passed there, each would be an object, some hundred
/// kilobytes a step.
class RareOperationTest {
    /// A step's tensors, graph nodes and tasks; they take 2,000 bytes.
    private static final long HANDLES = 4_000;

    @ParameterizedTest
    @ValueSource(strings = {"sigmoid", "gelu", "softplus"})
    void allocatesHandlesOnly(String rare) throws IOException, InterruptedException, URISyntaxException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                root(RareOperationProgram.class)
                        + File.pathSeparator
                        + root(Tensor.class)
                        + File.pathSeparator
                        + root(NDArray.class)
                        + File.pathSeparator
                        + root(Test.class),
                RareOperationProgram.class.getName(),
                rare);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(output.strip())).isBetween(100L, HANDLES);
    }

    /// The folder or jar that a class was loaded from.
    private static String root(Class<?> type) throws URISyntaxException {
        String url = String.valueOf(type.getResource(type.getSimpleName() + ".class"));
        if (url.startsWith("jar:")) {
            return Path.of(new URI(url.substring("jar:".length(), url.indexOf('!'))))
                    .toString();
        }
        String path = "/" + type.getName().replace('.', '/') + ".class";
        return Path.of(new URI(url.substring(0, url.length() - path.length()))).toString();
    }
}
