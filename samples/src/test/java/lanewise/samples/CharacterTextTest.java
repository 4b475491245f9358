package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.engine.Generator;
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

    @Test
    void randomWindowsReachBothEnds() {
        Generator.manualSeed(1);
        CharacterText text = CharacterText.of("abcdef");
        Windows windows = text.randomWindows(100, 2);
        assertThat(windows.characters().toArray()).contains(0).doesNotContain(5);
        assertThat(windows.next().toArray()).contains(5).doesNotContain(0);
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
