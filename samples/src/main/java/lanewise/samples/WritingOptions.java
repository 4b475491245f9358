package lanewise.samples;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.engine.Generator;
import lanewise.nn.data.text.Tokenizer;
import picocli.CommandLine.Option;

/// How a language model writes a text at its end: one drawn token after the other.
final class WritingOptions {
    private static final int STEPS = 1 << 30;

    @Option(names = "--length", paramLabel = "N", defaultValue = "500", description = "Tokens to write at the end.")
    private int length;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What they go on from. Default: a new line.")
    private String prompt;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0.8",
            description = "Below 1 the likely tokens become likelier; 0 takes the likeliest.")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "0",
            description = "Draw among the K likeliest tokens; 0 among all.")
    private int topK;

    /// Says what a token is followed by.
    interface Reader {
        /// Reads a token. Returns the logits of the one after it.
        float[] read(long token);
    }

    /// Whether a text can be written so; or else the run would fail at its end.
    ///
    /// @throws IllegalArgumentException if not
    void check(Tokenizer tokenizer) {
        RunOptions.atLeast(0, "--length", length);
        RunOptions.atLeast(0, "--top-k", topK);
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("--temperature is " + temperature + "; it must be at least 0");
        }
        try {
            begun(tokenizer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--prompt cannot be read: " + e.getMessage(), e);
        }
    }

    /// Writes a text on standard output.
    void write(Tokenizer tokenizer, Reader reader, long seed) {
        if (length == 0) {
            return;
        }
        Generator generator = new Generator(seed);
        float[] logits = {};
        for (int token : begun(tokenizer)) {
            logits = reader.read(token);
        }
        int[] written = new int[length];
        for (int i = 0; i < length; i++) {
            written[i] = draw(logits, generator);
            if (i + 1 < length) {
                logits = reader.read(written[i]);
            }
        }
        System.out.println("---\n" + (prompt == null ? "" : prompt) + tokenizer.decode(written) + "\n---");
    }

    /// The tokens of the prompt; where there is none those of a new line, or the first one if there is no new line.
    private int[] begun(Tokenizer tokenizer) {
        if (prompt != null && !prompt.isEmpty()) {
            return tokenizer.encode(prompt);
        }
        try {
            return tokenizer.encode("\n");
        } catch (IllegalArgumentException _) {
            return new int[] {0};
        }
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
        double rest = Arrays.stream(weights).sum() * generator.nextInt(STEPS) / STEPS;
        int place = 0;
        while (place < order.length - 1 && rest >= weights[place]) {
            rest -= weights[place++];
        }
        return order[place];
    }
}
