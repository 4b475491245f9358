package lanewise.nn.data.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// GPT-2's published encoder, as simple as it is: strings, and after each merge a search for the pair of the lowest
/// rank. Its words it finds by looking at one character after another, not by a regular expression.
final class ReferenceBpe {
    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, Integer> tokens;

    ReferenceBpe(BpeVocabulary vocabulary) {
        tokens = vocabulary.tokens();
        vocabulary.merges().forEach(merge -> ranks.put(merge.left() + " " + merge.right(), ranks.size()));
    }

    int[] encode(String text) {
        List<Integer> encoded = new ArrayList<>();
        int[] characters = text.codePoints().toArray();
        int at = 0;
        while (at < characters.length) {
            int end = endOfWord(characters, at);
            encodeWord(new String(characters, at, end - at), encoded);
            at = end;
        }
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    private enum Kind {
        SPACE,
        LETTER,
        NUMBER,
        OTHER
    }

    private static Kind kind(int c) {
        if (c >= 9 && c <= 13 || c == 0x85 || Character.isSpaceChar(c)) {
            return Kind.SPACE;
        }
        int type = Character.getType(c);
        if (Character.isLetter(c)) {
            return Kind.LETTER;
        }
        boolean number = type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
        return number ? Kind.NUMBER : Kind.OTHER;
    }

    private static int endOfWord(int[] text, int at) {
        for (String suffix : List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")) {
            if (at + suffix.length() <= text.length && new String(text, at, suffix.length()).equals(suffix)) {
                return at + suffix.length();
            }
        }
        int first = text[at] == ' ' && at + 1 < text.length && kind(text[at + 1]) != Kind.SPACE ? at + 1 : at;
        int end = first;
        while (end < text.length && kind(text[end]) == kind(text[first])) {
            end++;
        }
        // of several spaces before a word, the last is left to it
        return kind(text[first]) == Kind.SPACE && end < text.length && end - at > 1 ? end - 1 : end;
    }

    private void encodeWord(String word, List<Integer> encoded) {
        List<String> parts = new ArrayList<>();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            parts.add(ByteAlphabet.character(Byte.toUnsignedInt(b)));
        }
        while (true) {
            String best = "";
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < parts.size(); i++) {
                String pair = parts.get(i) + " " + parts.get(i + 1);
                int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
                if (rank < lowest) {
                    best = pair;
                    lowest = rank;
                }
            }
            if (best.isEmpty()) {
                break;
            }
            List<String> merged = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                if (i + 1 < parts.size() && (parts.get(i) + " " + parts.get(i + 1)).equals(best)) {
                    merged.add(parts.get(i) + parts.get(i + 1));
                    i++;
                } else {
                    merged.add(parts.get(i));
                }
            }
            parts = merged;
        }
        parts.forEach(part -> encoded.add(tokens.getOrDefault(part, -1)));
    }
}
