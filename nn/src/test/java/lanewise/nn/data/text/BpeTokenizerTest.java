package lanewise.nn.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.Json;
import lanewise.nn.data.Damage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class BpeTokenizerTest {
    private static final String END = "<|endoftext|>";

    private static final String TEXT = """
        It's the singer, not the song; the singers' songs weren't sung in 1999, nor in 2024.
        Die Sängerin sang das längste der Lieder, und sie sangen es länger als lang.
        When the ringing ended, nothing rang but the thing that they'd been bringing all along.
        """.repeat(2);

    private final BpeTokenizer tokenizer = BpeTokenizer.train(TEXT, 330, END);
    private final BpeVocabulary vocabulary = BpeTrainer.train(TEXT, 330, List.of(END));

    @TempDir
    private Path folder = Path.of("");

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = BpeTokenizer.words(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /// Texts of all kinds: letters of several scripts, digits, punctuation, space of all sorts, emoji, controls.
    private static String random(Random random) {
        int[] ranges = {' ', 127, 0, 0x250, 0x370, 0x600, 0x2000, 0x2070, 0x3000, 0x30ff, 0x1f300, 0x1f700};
        String[] pieces = {"'s", "'re", "  ", "\n\n ", "\t", "singing", " the", END, "<|", "ng", "\u00a0", "\u3000"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            int range = 2 * random.nextInt(ranges.length / 2);
            if (random.nextBoolean()) {
                text.append(pieces[random.nextInt(pieces.length)]);
            } else {
                text.appendCodePoint(ranges[range] + random.nextInt(ranges[range + 1] - ranges[range]));
            }
        }
        return text.toString();
    }

    @Test
    void dividesTextAsGpt2Does() {
        assertThat(words("Hello world's  test\n\n 123, we'll see!  "))
                .containsExactly(
                        "Hello", " world", "'s", " ", " test", "\n\n", " 123", ",", " we", "'ll", " see", "!", "  ");
        assertThat(words("länger中文 x²\u00a0y\u3000 z"))
                .containsExactly("länger中文", " x", "²", "\u00a0", "y", "\u3000", " z");
        assertThat(words("I'M don'ts")).containsExactly("I", "'", "M", " don", "'t", "s");
        assertThat(String.join("", words(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void writesBytesAsGpt2Does() {
        assertThat(ByteAlphabet.character(' ')).isEqualTo("Ġ");
        assertThat(ByteAlphabet.character('\n')).isEqualTo("Ċ");
        assertThat(ByteAlphabet.character(0)).isEqualTo("Ā");
        assertThat(ByteAlphabet.character(0xad)).isEqualTo("Ń");
        assertThat(ByteAlphabet.character('a')).isEqualTo("a");
        for (int b = 0; b < 256; b++) {
            assertThat(ByteAlphabet.bytes(ByteAlphabet.character(b))).containsExactly(b);
        }
        assertThat(ByteAlphabet.bytes("a b")).isNull();
    }

    @Test
    void decodingGivesTheTextBack() {
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            String text = random(random);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
        assertThat(tokenizer.encode("")).isEmpty();
    }

    @Test
    void mergesAsTheReferenceDoes() {
        ReferenceBpe reference = new ReferenceBpe(vocabulary);
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            String text = random(random).replace(END, "");
            assertThat(tokenizer.encode(text)).isEqualTo(reference.encode(text));
        }
        assertThat(tokenizer.encode(TEXT)).isEqualTo(reference.encode(TEXT)).hasSizeLessThan(TEXT.length() / 2);
    }

    /// A word of n bytes must not take n² steps.
    @Test
    void longWordsAreMergedInTime() {
        String word = "ng".repeat(200_000);
        assertThat(tokenizer.decode(tokenizer.encode(word))).isEqualTo(word);
    }

    @Test
    void addedTokensAreFoundLongestFirst() {
        BpeTokenizer two = BpeTokenizer.train(TEXT, 300, "<|end", END);
        int end = two.token(END);
        assertThat(two.encode(END + "a" + END)).containsExactly(end, 'a', end);
        assertThat(two.encode("<|end")).containsExactly(two.token("<|end"));
        assertThat(two.decode(end)).isEqualTo(END);
        assertThat(two.addedTokens()).containsExactlyInAnyOrder("<|end", END);
        assertThatThrownBy(() -> two.token("a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void learnsTheMostFrequentPairsFirst() {
        BpeVocabulary learned = BpeTrainer.train("abab abab abc", 1000, List.of());
        assertThat(learned.merges())
                .extracting(merge -> merge.left() + " " + merge.right())
                .startsWith("a b", "Ġ ab");
        assertThat(learned.size()).isLessThan(300);
        assertThatThrownBy(() -> BpeTokenizer.train("a", 256, END)).isInstanceOf(IllegalArgumentException.class);
        assertThat(BpeTokenizer.train("", 256).vocabularySize()).isEqualTo(256);
    }

    @Test
    void itsOwnFileIsReadBack() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        tokenizer.save(file);
        BpeTokenizer read = BpeTokenizer.load(file);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String text = random(random);
            assertThat(read.encode(text)).isEqualTo(tokenizer.encode(text));
        }
        assertThat(read.vocabularySize()).isEqualTo(330);
        assertThat(read.token(END)).isEqualTo(256);
    }

    private void writeGpt2(String merges) throws IOException {
        Files.writeString(folder.resolve("vocab.json"), Json.write(vocabulary.tokens()));
        Files.writeString(folder.resolve("merges.txt"), merges);
    }

    private String merges() {
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        vocabulary
                .merges()
                .forEach(merge -> lines.append(merge.left())
                        .append(' ')
                        .append(merge.right())
                        .append('\n'));
        return lines.toString();
    }

    @Test
    void gpt2sFilesAreRead() throws IOException {
        writeGpt2(merges());
        Path vocab = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        BpeTokenizer read = BpeTokenizer.load(vocab, merges, END);
        assertThat(read.encode(TEXT + END)).isEqualTo(tokenizer.encode(TEXT + END));
        assertThatThrownBy(() -> BpeTokenizer.load(vocab, merges, "<pad>"))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(vocab + ": the special token \"<pad>\" is not there");
        writeGpt2("#version: 0.2\na\n");
        assertThatThrownBy(() -> BpeTokenizer.load(vocab, merges))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(merges + ", line 2: two tokens are expected, not \"a\"");
        writeGpt2("q q\n");
        assertThatThrownBy(() -> BpeTokenizer.load(vocab, merges))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(vocab + ", " + merges + ": merge 0: \"qq\" is not in the vocabulary");
        writeGpt2(merges() + "i n\n");
        assertThatThrownBy(() -> BpeTokenizer.load(vocab, merges))
                .isInstanceOf(FileFormatException.class)
                .hasMessageEndingWith("\"i n\" is there twice");
    }

    @Test
    void whatWouldDivideOtherwiseIsRefusedByName() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        tokenizer.save(file);
        String json = Files.readString(file);
        refuses(
                file,
                json,
                "\"normalizer\":null",
                "\"normalizer\":{\"type\":\"NFC\"}",
                "normalizer is {\"type\":\"NFC\"}");
        refuses(
                file,
                json,
                "\"type\":\"ByteLevel\"",
                "\"type\":\"Whitespace\"",
                "pre_tokenizer: type is \"Whitespace\"");
        refuses(file, json, "\"type\":\"BPE\"", "\"type\":\"Unigram\"", "model: type is \"Unigram\"");
        refuses(file, json, "\"lstrip\":false", "\"lstrip\":true", "added_tokens[0]: lstrip is true");
        refuses(file, json, "\"id\":256", "\"id\":257", "has the number 256 in the vocabulary, not 257");
        refuses(
                file,
                json,
                "\"vocab\":{",
                "\"vocab\":{\"x y\":400,",
                "the token \"x y\" has a character that stands for no byte");
        refuses(file, json, "\"vocab\":{", "\"vocab\":{\"xyz\":7,", "two tokens have the number 7");
        refuses(file, json, "\"vocab\":{\"Ā\":0,", "\"vocab\":{", "\"Ā\" is not in the vocabulary");
        refuses(file, json, "\"vocab\":{\"Ā\":0,", "\"vocab\":{\"Ā\":-1,", "model: vocab: Ā is missing, or no number");
        refuses(file, json, "{\"version\"", "{version", "no valid JSON, character 1");
    }

    private static void refuses(Path file, String json, String from, String to, String message) throws IOException {
        assertThat(json).contains(from);
        int at = json.indexOf(from);
        Files.writeString(file, json.substring(0, at) + to + json.substring(at + from.length()));
        assertThatThrownBy(() -> BpeTokenizer.load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aSpaceIsPutBeforeIfTheFileSaysSo() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        tokenizer.save(file);
        Files.writeString(
                file, Files.readString(file).replace("\"add_prefix_space\":false", "\"add_prefix_space\":true"));
        BpeTokenizer read = BpeTokenizer.load(file);
        assertThat(read.encode("the")).isEqualTo(tokenizer.encode(" the"));
        assertThat(read.encode(" the")).isEqualTo(tokenizer.encode(" the"));
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        BpeTokenizer.train("ababab", 258, END).save(file);
        Damage.check(file, Files.readAllBytes(file), 500, BpeTokenizer::load);
        writeGpt2(merges());
        byte[] merges = merges().getBytes(StandardCharsets.UTF_8);
        Damage.check(
                folder.resolve("merges.txt"),
                merges,
                500,
                broken -> BpeTokenizer.load(folder.resolve("vocab.json"), broken));
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> tokenizer.encode("a\ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encode: half a surrogate pair, 0xd83d, at character 1");
        assertThatThrownBy(() -> tokenizer.decode(1, 330))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decode: token 330 is not in the vocabulary of 330");
        assertThat(tokenizer.decode(0xc3)).isEqualTo("\ufffd");
    }
}
