package lanewise.nn.data.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/// Learns merges from the words of a text. The counts of pairs are kept up to date with each merge; the words are
/// gone through for it, each different one once.
final class BpeTrainer {
    private final List<String> texts = new ArrayList<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Integer> occurrences = new ArrayList<>();
    private final Map<Long, Integer> counts = new HashMap<>();

    private BpeTrainer(String text) {
        for (int b = 0; b < ByteAlphabet.SIZE; b++) {
            texts.add(ByteAlphabet.character(b));
        }
        Map<String, Integer> distinct = new LinkedHashMap<>();
        Matcher matcher = BpeTokenizer.words(text);
        while (matcher.find()) {
            distinct.merge(matcher.group(), 1, Integer::sum);
        }
        distinct.forEach((word, count) -> {
            words.add(new ByteTokenizer().encode(word));
            occurrences.add(count);
            count(words.getLast(), count);
        });
    }

    static BpeVocabulary train(String text, int vocabularySize, List<String> special) {
        if (vocabularySize < ByteAlphabet.SIZE + special.size()) {
            throw new IllegalArgumentException("train: a vocabulary of " + vocabularySize
                    + " has no room for 256 bytes and " + special.size() + " special tokens");
        }
        Utf8.checkCharacters(text);
        BpeTrainer trainer = new BpeTrainer(text);
        trainer.texts.addAll(special);
        List<BpeVocabulary.Merge> merges = new ArrayList<>();
        while (trainer.texts.size() < vocabularySize) {
            long pair = trainer.mostFrequent();
            if (pair < 0) {
                break;
            }
            int left = (int) (pair >>> Integer.SIZE);
            int right = (int) pair;
            BpeVocabulary.Merge merge = new BpeVocabulary.Merge(trainer.texts.get(left), trainer.texts.get(right));
            merges.add(merge);
            trainer.texts.add(merge.left() + merge.right());
            trainer.merge(left, right, trainer.texts.size() - 1);
        }
        Map<String, Integer> tokens = new LinkedHashMap<>();
        for (String spelled : trainer.texts) {
            tokens.put(spelled, tokens.size());
        }
        return new BpeVocabulary(tokens, merges, new LinkedHashSet<>(special));
    }

    /// The pair that is there most often, at least twice and not yet a token in another way; −1 if there is none.
    private long mostFrequent() {
        while (true) {
            long best = -1;
            int most = 1;
            for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
                int count = entry.getValue();
                if (count > most || count == most && best >= 0 && entry.getKey() < best) {
                    best = entry.getKey();
                    most = count;
                }
            }
            if (best < 0 || !texts.contains(text(best))) {
                return best;
            }
            counts.remove(best); // the same text from other parts: a token has one number
        }
    }

    private String text(long pair) {
        return texts.get((int) (pair >>> Integer.SIZE)) + texts.get((int) pair);
    }

    private void merge(int left, int right, int whole) {
        for (int w = 0; w < words.size(); w++) {
            int[] word = words.get(w);
            int[] merged = merged(word, left, right, whole);
            if (merged.length < word.length) {
                count(word, -occurrences.get(w));
                count(merged, occurrences.get(w));
                words.set(w, merged);
            }
        }
    }

    private static int[] merged(int[] word, int left, int right, int whole) {
        TokenBuffer merged = new TokenBuffer(word.length);
        for (int i = 0; i < word.length; i++) {
            if (i + 1 < word.length && word[i] == left && word[i + 1] == right) {
                merged.add(whole);
                i++;
            } else {
                merged.add(word[i]);
            }
        }
        return merged.toArray();
    }

    private void count(int[] word, int times) {
        for (int i = 0; i + 1 < word.length; i++) {
            long pair = BpeVocabulary.pair(word[i], word[i + 1]);
            int sum = counts.getOrDefault(pair, 0) + times;
            if (sum == 0) {
                counts.remove(pair);
            } else {
                counts.put(pair, sum);
            }
        }
    }
}
