package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EpochProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String show(boolean onTerminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        AtomicInteger done = new AtomicInteger();
        try (EpochProgress progress = new EpochProgress("epoch 2/3", 30, () -> done + " done", out, onTerminal)) {
            progress.add(done.addAndGet(20));
            done.set(30);
            progress.add(10);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsOneLineWhereThereIsNoTerminal() {
        assertThat(show(false)).matches("epoch 2/3: 30 done, \\d\\.\\d\\d s\\R");
    }

    @Test
    void drawsABarOnATerminalAndEndsWithTheLine() {
        assertThat(show(true)).contains("\r").containsPattern("epoch 2/3: 30 done, .* s\\R");
    }
}
