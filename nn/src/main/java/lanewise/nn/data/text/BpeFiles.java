package lanewise.nn.data.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.Json;
import lanewise.nn.data.TextFile;
import org.jspecify.annotations.Nullable;

/// The two forms in which byte-level vocabularies are published.
final class BpeFiles {
    private static final String BYTE_LEVEL = "ByteLevel";

    private BpeFiles() {}

    /// A vocabulary, and whether a space is put before each text that begins with none.
    record Read(BpeVocabulary vocabulary, boolean prefixSpace) {}

    static BpeVocabulary readGpt2(Path vocabFile, Path mergesFile, Set<String> special) throws IOException {
        Map<String, Integer> tokens = tokens(JsonFile.read(vocabFile));
        for (String text : special) {
            if (!tokens.containsKey(text)) {
                throw new FileFormatException(vocabFile + ": the special token \"" + text + "\" is not there");
            }
        }
        return new BpeVocabulary(tokens, merges(mergesFile), special);
    }

    private static List<BpeVocabulary.Merge> merges(Path file) throws IOException {
        List<BpeVocabulary.Merge> merges = new ArrayList<>();
        int number = 0;
        for (String line : TextFile.read(file).lines().toList()) {
            number++;
            if (line.isEmpty() || number == 1 && line.startsWith("#version")) {
                continue;
            }
            merges.add(merge(file + ", line " + number + ": ", line));
        }
        return merges;
    }

    private static BpeVocabulary.Merge merge(String where, @Nullable Object value) throws FileFormatException {
        List<?> parts = switch (value) {
            case String text -> List.of(text.split(" ", -1));
            case List<?> list -> list;
            case null, default -> List.of();
        };
        if (parts.size() == 2
                && parts.get(0) instanceof String left
                && parts.get(1) instanceof String right
                && !left.isEmpty()
                && !right.isEmpty()) {
            return new BpeVocabulary.Merge(left, right);
        }
        throw new FileFormatException(where + "two tokens are expected, not " + Json.write(value));
    }

    static Read readTokenizerJson(Path file) throws IOException {
        JsonFile root = JsonFile.read(file);
        root.requireOneOf("normalizer");
        JsonFile splitter = root.object("pre_tokenizer");
        splitter.requireOneOf("type", BYTE_LEVEL);
        splitter.requireOneOf("use_regex", true);
        if (root.get("post_processor") != null) {
            root.object("post_processor").requireOneOf("type", BYTE_LEVEL);
        }
        if (root.get("decoder") != null) {
            root.object("decoder").requireOneOf("type", BYTE_LEVEL);
        }
        JsonFile model = root.object("model");
        model.requireOneOf("type", "BPE");
        model.requireOneOf("dropout");
        model.requireOneOf("continuing_subword_prefix", "");
        model.requireOneOf("end_of_word_suffix", "");
        model.requireOneOf("byte_fallback", false);
        model.requireOneOf("ignore_merges", false);
        Map<String, Integer> tokens = tokens(model.object("vocab"));
        List<BpeVocabulary.Merge> merges = new ArrayList<>();
        for (Object value : model.list("merges")) {
            merges.add(merge(model.where() + "merges[" + merges.size() + "]: ", value));
        }
        Set<String> added = root.get("added_tokens") == null ? Set.of() : added(root, tokens);
        return new Read(
                new BpeVocabulary(tokens, merges, added), Boolean.TRUE.equals(splitter.get("add_prefix_space")));
    }

    /// Puts the added tokens among the others.
    private static Set<String> added(JsonFile root, Map<String, Integer> tokens) throws FileFormatException {
        Set<String> added = new LinkedHashSet<>();
        for (int i = 0; i < root.list("added_tokens").size(); i++) {
            JsonFile entry = root.element("added_tokens", i);
            for (String option : List.of("lstrip", "rstrip", "single_word")) {
                entry.requireOneOf(option, false);
            }
            String text = entry.text("content");
            int token = entry.token("id");
            Integer known = tokens.putIfAbsent(text, token);
            if (text.isEmpty() || known != null && known != token) {
                throw entry.error("the content \"" + text + "\" is empty, or has the number " + known
                        + " in the vocabulary, not " + token);
            }
            added.add(text);
        }
        return added;
    }

    private static Map<String, Integer> tokens(JsonFile vocab) throws FileFormatException {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        for (Object key : vocab.members().keySet()) {
            tokens.put((String) key, vocab.token((String) key));
        }
        return tokens;
    }

    static void write(Path file, BpeVocabulary vocabulary, boolean prefixSpace) throws IOException {
        Map<String, @Nullable Object> byteLevel = new LinkedHashMap<>();
        byteLevel.put("type", BYTE_LEVEL);
        byteLevel.put("add_prefix_space", prefixSpace);
        byteLevel.put("trim_offsets", true);
        byteLevel.put("use_regex", true);
        List<Object> added = new ArrayList<>();
        for (String text : vocabulary.added()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("id", vocabulary.tokens().getOrDefault(text, 0));
            entry.put("content", text);
            entry.put("single_word", false);
            entry.put("lstrip", false);
            entry.put("rstrip", false);
            entry.put("normalized", false);
            entry.put("special", true);
            added.add(entry);
        }
        Map<String, @Nullable Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", "");
        model.put("end_of_word_suffix", "");
        model.put("fuse_unk", false);
        model.put("vocab", vocabulary.tokens());
        model.put(
                "merges",
                vocabulary.merges().stream()
                        .map(m -> m.left() + " " + m.right())
                        .toList());
        Map<String, @Nullable Object> root = new LinkedHashMap<>();
        root.put("version", "1.0");
        root.put("truncation", null);
        root.put("padding", null);
        root.put("added_tokens", added);
        root.put("normalizer", null);
        root.put("pre_tokenizer", byteLevel);
        root.put("post_processor", null);
        root.put("decoder", byteLevel);
        root.put("model", model);
        Files.writeString(file, Json.write(root));
    }
}
