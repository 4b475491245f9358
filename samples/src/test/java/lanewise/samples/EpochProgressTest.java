package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EpochProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String show(boolean onTerminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (EpochProgress progress = new EpochProgress("epoch 2/3", 30, out, onTerminal)) {
            progress.add(20, 0.5, 15);
            progress.add(10, 2.0, 3);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsOneLineWhereThereIsNoTerminal() {
        assertThat(show(false)).matches("epoch 2/3: loss 1\\.0000, accuracy 60\\.00 %, \\d\\.\\d\\d s\\R");
    }

    @Test
    void drawsABarOnATerminalAndEndsWithTheLine() {
        assertThat(show(true)).contains("\r").containsPattern("epoch 2/3: loss 1\\.0000, accuracy 60\\.00 %, .* s\\R");
    }
}
