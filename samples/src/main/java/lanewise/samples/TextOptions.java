package lanewise.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.engine.Generator;
import picocli.CommandLine.Option;

/// The options of the programs that learn a text and write one like it.
final class TextOptions {
    /// The last tenth is what the model is evaluated on.
    private static final double TRAINING_PART = 0.9;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "A text file in UTF-8, or a directory whose Java sources are the text."
                    + " Default: the sources below this directory.")
    private Path data;

    @Option(names = "--length", paramLabel = "N", defaultValue = "500", description = "Characters to write at the end.")
    private int length;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What they go on from. Default: a new line.")
    private String prompt;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.8",
            description = "Below 1 the likely characters become likelier; 0 takes the likeliest.")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Draw among the K likeliest characters; 0 among all.")
    private int topK;

    /// A text in two parts with one vocabulary.
    record Parts(CharacterText train, CharacterText validation) {}

    /// Says what a character is followed by.
    interface Reader {
        /// Reads a character. Returns the logits of the one after it.
        float[] read(long character);
    }

    void check() {
        RunOptions.atLeast(0, "--length", length);
        RunOptions.atLeast(0, "--top-k", topK);
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("--temperature is " + temperature + "; it must be at least 0");
        }
    }

    /// Reads the text, of which each part needs at least one window and the character after it.
    Parts read(int window) throws IOException {
        CharacterText text = CharacterText.of(TextSource.read(data));
        if (prompt != null) {
            text.encode(prompt); // or else the run would fail at its end
        }
        int cut = (int) (TRAINING_PART * text.length());
        Parts parts = new Parts(text.part(0, cut), text.part(cut, text.length()));
        if (parts.validation().length() <= window) {
            throw new IllegalArgumentException("the text has " + text.length() + " characters; a tenth of it must be"
                    + " more than the " + window + " that the model sees at once");
        }
        System.out.println(parts.train().length() + " characters to train and "
                + parts.validation().length() + " to validate, " + text.vocabulary() + " different ones");
        return parts;
    }

    /// Writes a text, one drawn character after the other, on standard output.
    void write(CharacterText text, Reader reader, long seed) {
        if (length == 0) {
            return;
        }
        Generator generator = new Generator(seed);
        String start = prompt == null ? "\n" : prompt;
        long[] begun = prompt == null && !text.has('\n') ? new long[] {0} : text.encode(start);
        StringBuilder written = new StringBuilder(prompt == null ? "" : prompt);
        float[] logits = {};
        for (long character : begun) {
            logits = reader.read(character);
        }
        for (int i = 0; i < length; i++) {
            int next = draw(logits, generator);
            written.append(text.decode(next));
            if (i + 1 < length) {
                logits = reader.read(next);
            }
        }
        System.out.println("---\n" + written + "\n---");
    }

    /// Draws from the softmax of the logits divided by the temperature.
    private int draw(float[] logits, Generator generator) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                .mapToInt(Integer::intValue)
                .limit(temperature == 0 ? 1 : topK == 0 ? logits.length : topK)
                .toArray();
        double[] weights = Arrays.stream(order)
                .mapToDouble(i -> temperature == 0 ? 1 : Math.exp((logits[i] - logits[order[0]]) / temperature))
                .toArray();
        double rest = Arrays.stream(weights).sum() * generator.nextInt(1 << 30) / (1 << 30);
        int place = 0;
        while (place < order.length - 1 && rest >= weights[place]) {
            rest -= weights[place++];
        }
        return order[place];
    }
}
