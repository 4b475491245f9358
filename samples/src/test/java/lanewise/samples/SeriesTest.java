package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the tutorial and every program of the series for a few steps: what each prints has to fall. A new program
/// is found by being there.
class SeriesTest {
    static Stream<String> programs() throws IOException {
        return Stream.concat(Stream.of("Tutorial"), Stream.concat(programsIn("twolayer"), programsIn("polynomial")));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theLossFalls(String program) throws ReflectiveOperationException {
        List<Float> losses = losses(run(program, "--steps", stepsOf(program), "--seed", "7"));
        assertThat(losses).hasSizeGreaterThan(1);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
    }

    @Test
    void theSameSeedPrintsTheSameLosses() throws ReflectiveOperationException {
        String first = run("Tutorial", "--steps", "200", "--seed", "3", "--threads", "1");
        assertThat(run("Tutorial", "--steps", "200", "--seed", "3", "--threads", "2"))
                .isEqualTo(first);
        assertThat(run("Tutorial", "--steps", "200", "--seed", "4")).isNotEqualTo(first);
    }

    @Test
    void findsTheWholeSeries() throws IOException {
        assertThat(programs()).hasSizeGreaterThanOrEqualTo(16).contains("twolayer.Nn", "polynomial.Optim");
    }

    private static Stream<String> programsIn(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target", "classes", "lanewise", "samples", folder))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name -> folder + "." + name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /// Two lines of output each: most print every 100 steps.
    private static String stepsOf(String program) {
        return program.equals("polynomial.DynamicNet") ? "4000" : "200";
    }

    private static String run(String program, String... args) throws ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class.forName("lanewise.samples." + program)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /// The second word of the lines that begin with a step's number.
    private static List<Float> losses(String printed) {
        return printed.lines()
                .filter(line -> line.matches("\\d+ \\S+"))
                .map(line -> Float.valueOf(line.split(" ")[1]))
                .toList();
    }
}
