package lanewise.samples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import lanewise.autograd.LongTensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;

/// A text as the numbers of its characters, and the characters that there are, in the order of their code points.
final class CharacterText {
    private final int[] vocabulary;
    private final long[] characters;

    /// How often the text has been gone through; where its parts begin this time, and their order.
    private int time = -1;

    private int start;
    private int[] order = {};

    private CharacterText(int[] vocabulary, long... characters) {
        this.vocabulary = vocabulary;
        this.characters = characters;
    }

    static CharacterText of(String text) {
        int[] vocabulary = text.codePoints().distinct().sorted().toArray();
        CharacterText empty = new CharacterText(vocabulary);
        return new CharacterText(vocabulary, empty.encode(text));
    }

    /// How many different characters there are.
    int vocabulary() {
        return vocabulary.length;
    }

    /// How many characters the text has.
    int length() {
        return characters.length;
    }

    /// The characters from one place to before another as a text with the same vocabulary.
    CharacterText part(int from, int to) {
        return new CharacterText(vocabulary, Arrays.copyOfRange(characters, from, to));
    }

    /// The numbers of a text's characters.
    ///
    /// @throws IllegalArgumentException if there is one that this text does not have
    long[] encode(String text) {
        return text.codePoints().mapToLong(this::number).toArray();
    }

    /// Whether there is such a character.
    boolean has(int character) {
        return Arrays.binarySearch(vocabulary, character) >= 0;
    }

    /// The character of a number.
    String decode(long number) {
        return Character.toString(vocabulary[(int) number]);
    }

    /// Parts of a text, and of each character in them the one that follows.
    ///
    /// @param characters `[n, steps]`
    /// @param next `[n·steps]`
    record Windows(LongTensor characters, LongTensor next) {}

    /// The parts of `steps` characters from several places on.
    Windows windows(long[] places, int steps) {
        return new Windows(rows(places, steps, 0), rows(places, steps, 1).reshape(-1));
    }

    /// The parts of `steps` characters that a training step sees. All steps together go through the text again and
    /// again: each time it is cut in other places, and its parts come in another order. Both depend on the seed and
    /// the time alone.
    Windows windowsOf(int trainingStep, int batchSize, int steps, long seed) {
        int parts = Math.max(1, (characters.length - steps) / steps);
        long[] places = new long[batchSize];
        for (int i = 0; i < batchSize; i++) {
            long number = (long) trainingStep * batchSize + i;
            goThrough(Math.toIntExact(number / parts), parts, steps, seed);
            places[i] = start + (long) order[(int) (number % parts)] * steps;
        }
        return windows(places, steps);
    }

    private void goThrough(int again, int parts, int steps, long seed) {
        if (again != time) {
            Generator generator = new Generator(seed);
            generator.setState(new Generator.State(seed, (long) again << Integer.SIZE));
            start = generator.nextInt(characters.length - parts * steps);
            order = generator.permutation(parts);
            time = again;
        }
    }

    /// At most `count` parts of `steps` characters, evenly spread over the text, in batches.
    List<Windows> spreadWindows(int count, int steps, int batchSize) {
        int all = (characters.length - 1) / steps;
        long[] places = LongStream.range(0, Math.min(count, all))
                .map(i -> i * all / Math.min(count, all) * steps)
                .toArray();
        List<Windows> batches = new ArrayList<>();
        for (int from = 0; from < places.length; from += batchSize) {
            long[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + batchSize));
            batches.add(windows(some, steps));
        }
        return batches;
    }

    private LongTensor rows(long[] places, int steps, int shift) {
        long[] rows = new long[places.length * steps];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(characters, Math.toIntExact(places[i]) + shift, rows, i * steps, steps);
        }
        return LongTensor.of(Shape.of(places.length, steps), rows);
    }

    private long number(int character) {
        int number = Arrays.binarySearch(vocabulary, character);
        if (number < 0) {
            throw new IllegalArgumentException("the character \"" + Character.toString(character)
                    + "\" is none of the text's " + vocabulary.length);
        }
        return number;
    }
}
