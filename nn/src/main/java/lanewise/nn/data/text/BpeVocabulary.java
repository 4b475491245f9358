package lanewise.nn.data.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.io.FileFormatException;

/// The tokens and merges of byte-level byte-pair encoding.
///
/// @param tokens each token's text, in the [ByteAlphabet], with its number; those of whole texts as well
/// @param merges pairs of tokens' texts that become one, the most urgent first
/// @param added texts that are one token wherever they stand
record BpeVocabulary(Map<String, Integer> tokens, List<Merge> merges, Set<String> added) {
    static final int MAX_TOKEN = (1 << 24) - 1;

    /// Two tokens that become one.
    record Merge(String left, String right) {}

    BpeVocabulary {
        tokens = new LinkedHashMap<>(tokens);
        merges = List.copyOf(merges);
        added = new LinkedHashSet<>(added);
    }

    int size() {
        int largest = -1;
        for (int token : tokens.values()) {
            largest = Math.max(largest, token);
        }
        return largest + 1;
    }

    /// The bytes of each token; empty where there is no token of a number.
    ///
    /// @param where begins the message
    /// @throws FileFormatException if two tokens have one number, or a token cannot be written in bytes
    byte[][] bytes(String where) throws FileFormatException {
        byte[][] bytes = new byte[size()][];
        for (Map.Entry<String, Integer> entry : tokens.entrySet()) {
            String text = entry.getKey();
            byte[] spelled = added.contains(text) ? text.getBytes(StandardCharsets.UTF_8) : ByteAlphabet.bytes(text);
            if (spelled == null) {
                throw new FileFormatException(where + "the token \"" + text
                        + "\" has a character that stands for no byte, and is not among the added tokens");
            }
            if (bytes[entry.getValue()] != null) {
                throw new FileFormatException(where + "two tokens have the number " + entry.getValue());
            }
            bytes[entry.getValue()] = spelled;
        }
        return bytes;
    }

    /// The tokens of single bytes.
    ///
    /// @throws FileFormatException if one is missing: then there would be texts that cannot be encoded
    int[] byteTokens(String where) throws FileFormatException {
        int[] byteTokens = new int[ByteAlphabet.SIZE];
        for (int b = 0; b < byteTokens.length; b++) {
            byteTokens[b] = token(where, ByteAlphabet.character(b));
        }
        return byteTokens;
    }

    /// By both numbers, the left one in the upper half: the rank in the upper half, and the number of the whole.
    ///
    /// @throws FileFormatException if a part or the whole is no token, or a merge is there twice
    Map<Long, Long> ranks(String where) throws FileFormatException {
        Map<Long, Long> ranks = HashMap.newHashMap(merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            String at = where + "merge " + rank + ": ";
            long pair = pair(token(at, merge.left()), token(at, merge.right()));
            long whole = token(at, merge.left() + merge.right());
            if (ranks.put(pair, (long) rank << Integer.SIZE | whole) != null) {
                throw new FileFormatException(at + "\"" + merge.left() + " " + merge.right() + "\" is there twice");
            }
        }
        return ranks;
    }

    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    private int token(String where, String text) throws FileFormatException {
        Integer token = tokens.get(text);
        if (token == null) {
            throw new FileFormatException(where + "\"" + text + "\" is not in the vocabulary");
        }
        return token;
    }
}
