package lanewise.nn.data.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.engine.io.FileFormatException;
import org.jspecify.annotations.Nullable;

/// Byte-pair encoding of bytes, as GPT-2 and its relatives have it: text is divided into words by GPT-2's regular
/// expression, each word's bytes are tokens, and of two tokens beside each other the pair of the lowest rank
/// becomes one, until no pair of the vocabulary is left. No text is unknown, and `decode(encode(s))` is `s`.
///
/// The texts of added (special) tokens, `<|endoftext|>` for example, are one token wherever they stand, the longest
/// first. Sennrich, Haddow, Birch 2016, arXiv:1508.07909; Radford and others 2019, "Language Models are
/// Unsupervised Multitask Learners".
public final class BpeTokenizer implements Tokenizer {
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final BpeVocabulary vocabulary;
    private final boolean prefixSpace;
    private final byte[][] bytes;
    private final int[] byteTokens;
    private final Map<Long, Long> ranks;
    private final @Nullable Pattern added;

    private BpeTokenizer(String where, BpeVocabulary vocabulary, boolean prefixSpace) throws FileFormatException {
        this.vocabulary = vocabulary;
        this.prefixSpace = prefixSpace;
        bytes = vocabulary.bytes(where);
        byteTokens = vocabulary.byteTokens(where);
        ranks = vocabulary.ranks(where);
        added = vocabulary.added().isEmpty()
                ? null
                : Pattern.compile(vocabulary.added().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
    }

    /// Reads Hugging Face's `tokenizer.json`, where it is a byte-level BPE as GPT-2's.
    ///
    /// @throws FileFormatException if it is malformed, or asks for what this does not do: the message names the
    /// member
    /// @throws IOException if reading fails
    public static BpeTokenizer load(Path tokenizerJson) throws IOException {
        BpeFiles.Read read = BpeFiles.readTokenizerJson(tokenizerJson);
        return new BpeTokenizer(tokenizerJson + ": ", read.vocabulary(), read.prefixSpace());
    }

    /// Reads GPT-2's two files, `vocab.json` and `merges.txt`.
    ///
    /// @param special tokens of the vocabulary that no merge makes, such as `<|endoftext|>`
    /// @throws FileFormatException if a file is malformed, or the two do not fit each other
    /// @throws IOException if reading fails
    public static BpeTokenizer load(Path vocabJson, Path mergesTxt, String... special) throws IOException {
        BpeVocabulary vocabulary = BpeFiles.readGpt2(vocabJson, mergesTxt, new LinkedHashSet<>(List.of(special)));
        return new BpeTokenizer(vocabJson + ", " + mergesTxt + ": ", vocabulary, false);
    }

    /// With a vocabulary made here, which holds what it must.
    static BpeTokenizer of(BpeVocabulary vocabulary) {
        try {
            return new BpeTokenizer("", vocabulary, false);
        } catch (FileFormatException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Learns a vocabulary from a text: the 256 bytes, then the special tokens, then of the pairs beside each other
    /// within the text's words the most frequent, again and again, of equally frequent ones that of the lowest
    /// numbers.
    ///
    /// @param vocabularySize what it may come to; less if no pair is left that occurs twice
    /// @throws IllegalArgumentException if that is less than the bytes and the special tokens are
    public static BpeTokenizer train(String text, int vocabularySize, String... special) {
        return of(BpeTrainer.train(text, vocabularySize, List.of(special)));
    }

    /// Writes a `tokenizer.json` that [#load(Path)] and Hugging Face's library read.
    public void save(Path tokenizerJson) throws IOException {
        BpeFiles.write(tokenizerJson, vocabulary, prefixSpace);
    }

    /// The number of an added token, the end of a text for example.
    ///
    /// @throws IllegalArgumentException if there is no such added token
    public int token(String addedToken) {
        Integer token =
                vocabulary.added().contains(addedToken) ? vocabulary.tokens().get(addedToken) : null;
        if (token == null) {
            throw new IllegalArgumentException(
                    "there is no added token \"" + addedToken + "\"; there are " + addedTokens());
        }
        return token;
    }

    /// The texts of the added tokens.
    public Set<String> addedTokens() {
        return Set.copyOf(vocabulary.added());
    }

    @Override
    public int vocabularySize() {
        return bytes.length;
    }

    @Override
    public int[] encode(String text) {
        Utf8.checkCharacters(text);
        TokenBuffer tokens = new TokenBuffer(text.length());
        Map<String, int[]> known = new HashMap<>();
        int from = 0;
        if (added != null) {
            Matcher matcher = added.matcher(text);
            while (matcher.find()) {
                encodePlain(text.substring(from, matcher.start()), known, tokens);
                tokens.add(token(matcher.group()));
                from = matcher.end();
            }
        }
        encodePlain(text.substring(from), known, tokens);
        return tokens.toArray();
    }

    private void encodePlain(String text, Map<String, int[]> known, TokenBuffer tokens) {
        boolean prefix = prefixSpace && !text.isEmpty() && !text.startsWith(" ");
        Matcher words = words(prefix ? " " + text : text);
        while (words.find()) {
            tokens.add(known.computeIfAbsent(words.group(), this::encodeWord));
        }
    }

    static Matcher words(String text) {
        return WORD.matcher(text);
    }

    private int[] encodeWord(String word) {
        byte[] spelled = Utf8.encode(word);
        int[] tokens = new int[spelled.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = byteTokens[Byte.toUnsignedInt(spelled[i])];
        }
        return new Merging(tokens, ranks).run();
    }

    @Override
    public String decode(int... tokens) {
        int length = 0;
        for (int token : tokens) {
            if (token < 0 || token >= bytes.length || bytes[token] == null) {
                throw new IllegalArgumentException(
                        "decode: token " + token + " is not in the vocabulary of " + bytes.length);
            }
            length = Math.addExact(length, bytes[token].length);
        }
        byte[] text = new byte[length];
        int at = 0;
        for (int token : tokens) {
            System.arraycopy(bytes[token], 0, text, at, bytes[token].length);
            at += bytes[token].length;
        }
        return Utf8.decode(text, length);
    }

    /// The merges of one word, as a linked list of tokens and a queue of pairs: a word of n bytes takes n log n,
    /// and not n² as the search for the lowest rank after each merge does.
    private static final class Merging {
        private final int[] tokens;
        private final int[] next;
        private final int[] previous;
        private final Map<Long, Long> ranks;

        /// Rank and, in the lower half, the place of the left token.
        private final PriorityQueue<Long> queue = new PriorityQueue<>();

        Merging(int[] tokens, Map<Long, Long> ranks) {
            this.tokens = tokens;
            this.ranks = ranks;
            next = new int[tokens.length];
            previous = new int[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                next[i] = i + 1;
                previous[i] = i - 1;
            }
        }

        int[] run() {
            for (int i = 0; i < tokens.length; i++) {
                offer(i);
            }
            for (Long first = queue.poll(); first != null; first = queue.poll()) {
                int left = first.intValue();
                long merge = mergeAt(left);
                if (merge >>> Integer.SIZE == first >>> Integer.SIZE) { // otherwise a token there was merged already
                    merge(left, (int) merge);
                }
            }
            TokenBuffer merged = new TokenBuffer(tokens.length);
            for (int i = 0; i < tokens.length; i = next[i]) {
                merged.add(tokens[i]);
            }
            return merged.toArray();
        }

        private void merge(int left, int whole) {
            int right = next[left];
            tokens[left] = whole;
            tokens[right] = -1;
            next[left] = next[right];
            if (next[left] < tokens.length) {
                previous[next[left]] = left;
            }
            offer(left);
            if (previous[left] >= 0) {
                offer(previous[left]);
            }
        }

        private void offer(int left) {
            long merge = mergeAt(left);
            if (merge >= 0) {
                queue.add(merge >>> Integer.SIZE << Integer.SIZE | left);
            }
        }

        /// The rank, and in the lower half the whole, of the pair that begins there; −1 if none does.
        private long mergeAt(int left) {
            if (tokens[left] < 0 || next[left] >= tokens.length) {
                return -1;
            }
            return ranks.getOrDefault(BpeVocabulary.pair(tokens[left], tokens[next[left]]), -1L);
        }
    }
}
