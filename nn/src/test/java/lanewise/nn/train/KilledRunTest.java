package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A training program that is killed again and again, most often while it saves, and resumed until it is done.
@Tag("once")
class KilledRunTest {
    private static final int STEPS = 150;
    private static final int SAVE_EVERY = 4;
    private static final int KILLS = 5;

    /// The most steps that a program makes before it is killed.
    private static final int LIFE = 25;

    /// A line that was written to its end.
    private static final Pattern LINE = Pattern.compile("(from|loss|end) (-?\\d+)(?: (-?\\d+))?;");

    @TempDir
    Path folder;

    private final @Nullable Integer[] losses = new Integer[STEPS];
    private final Random random = new Random();
    private @Nullable Integer fingerprint;
    private int resumed;

    @Test
    void itsLossesAreThoseOfARunThatWasNeverKilled() throws Exception {
        Integer[] expected = new Integer[STEPS];
        LongRun unbroken = LongRun.withAdam(folder.resolve("unused"), STEPS);
        unbroken.train(
                Checkpoint.Position.start(),
                STEPS,
                STEPS + 1,
                (step, loss) -> expected[(int) step - 1] = Float.floatToRawIntBits(loss));

        Path file = folder.resolve("run.safetensors");
        for (int kill = 0; kill < KILLS; kill++) {
            run(file, 1 + random.nextInt(LIFE));
        }
        assertThat(fingerprint).as("the run is not over yet").isNull();
        run(file, Integer.MAX_VALUE);

        assertThat(losses).isEqualTo(expected);
        assertThat(fingerprint).isEqualTo(unbroken.fingerprint());
        assertThat(resumed).as("programs that found a checkpoint").isPositive();
        assertThat(folder.toFile().list()).containsExactly("run.safetensors");
    }

    /// Starts the program, and kills it when it has made so many steps, or a little later.
    private void run(Path file, int life) throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(ChildProgram.command(
                        LongRun.class, file.toString(), Integer.toString(STEPS), Integer.toString(SAVE_EVERY)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            int steps = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line);
                if (line.startsWith("loss") && ++steps == life) {
                    Thread.sleep(0, random.nextInt(1_000_000));
                    process.toHandle().destroyForcibly(); // SIGKILL; what it has printed can still be read
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /// A step that is made again after a kill must have the loss that it had before.
    private void take(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return; // cut off by the kill
        }
        int number = Integer.parseInt(matcher.group(2));
        switch (matcher.group(1)) {
            case "from" -> resumed += number > 0 ? 1 : 0;
            case "loss" -> {
                Integer bits = Integer.valueOf(matcher.group(3));
                Integer before = losses[number - 1];
                assertThat(before == null || before.equals(bits))
                        .as("step %d again", number)
                        .isTrue();
                losses[number - 1] = bits;
            }
            default -> fingerprint = number;
        }
    }
}
