package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.samples.CharacterText.Windows;
import org.junit.jupiter.api.Test;

class CharacterTextTest {
    @Test
    void numbersCharactersByTheirCodePoints() {
        CharacterText text = CharacterText.of("ba𝄞ba\n");
        assertThat(text.vocabulary()).isEqualTo(4);
        assertThat(text.length()).isEqualTo(6);
        assertThat(text.encode("a\n𝄞b")).containsExactly(1, 0, 3, 2);
        assertThat(text.decode(3)).isEqualTo("𝄞");
        assertThat(text.part(4, 6).vocabulary()).isEqualTo(4);
    }

    @Test
    void windowsKnowWhatFollows() {
        CharacterText text = CharacterText.of("abcdefgh");
        Windows windows = text.windows(new long[] {0, 4}, 3);
        assertThat(windows.characters().toArray()).containsExactly(0, 1, 2, 4, 5, 6);
        assertThat(windows.next().toArray()).containsExactly(1, 2, 3, 5, 6, 7);
    }

    /// Each time through the text all parts come once, cut elsewhere and in another order.
    @Test
    void stepsGoThroughTheText() {
        CharacterText text = CharacterText.of("abcdefghijklmnopqrstuvwxyz{|}~");
        List<List<Long>> passes = new ArrayList<>();
        for (int pass = 0; pass < 4; pass++) {
            List<Long> starts = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                Windows windows = text.windowsOf(pass * 3 + step, 2, 4, 1);
                assertThat(windows.next().toArray())
                        .containsExactly(LongStream.of(windows.characters().toArray())
                                .map(c -> c + 1)
                                .toArray());
                starts.add(windows.characters().get(0, 0));
                starts.add(windows.characters().get(1, 0));
            }
            assertThat(starts.stream().mapToLong(start -> start / 4).distinct()).hasSize(6);
            assertThat(starts.stream().map(start -> start % 4).distinct()).hasSize(1);
            passes.add(starts);
        }
        assertThat(passes.stream().distinct()).hasSize(4);
        assertThat(text.windowsOf(7, 2, 4, 1).next().toArray())
                .containsExactly(CharacterText.of("abcdefghijklmnopqrstuvwxyz{|}~")
                        .windowsOf(7, 2, 4, 1)
                        .next()
                        .toArray());
    }

    @Test
    void spreadWindowsGoOverTheWholeText() {
        CharacterText text = CharacterText.of("abcdefghijk");
        List<Windows> all = text.spreadWindows(9, 2, 3);
        assertThat(all).hasSize(2);
        assertThat(all.get(0).characters().toArray()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(all.get(1).next().toArray()).containsExactly(7, 8, 9, 10);
        List<Windows> some = text.spreadWindows(2, 2, 3);
        assertThat(some.getFirst().characters().toArray()).containsExactly(0, 1, 4, 5);
    }
}
