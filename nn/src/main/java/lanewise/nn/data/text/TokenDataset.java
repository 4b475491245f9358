package lanewise.nn.data.text;

import lanewise.autograd.LongTensor;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Dataset;

/// Windows of a long row of tokens, for language models: the inputs are `context` tokens, the targets those that
/// follow each of them.
///
/// ```java
/// var windows = new TokenDataset(tokenizer.encode(text), 64);
/// var random = new DataLoader<>(windows, 12)                      // 2,000 batches of windows from anywhere
///         .withSampler(new RandomSampler(windows.size(), 12 * 2000, true, seed));
/// var inOrder = new DataLoader<>(windows.withStride(64), 12);     // each token once
/// ```
public final class TokenDataset implements Dataset<LongTensor, LongTensor> {
    private final int[] tokens;
    private final int context;
    private final int stride;

    /// A window that begins at each token.
    ///
    /// @param tokens not copied
    /// @param context the length of a window's inputs
    /// @throws IllegalArgumentException if there are not at least `context + 1` tokens, or `context` is not
    /// positive
    public TokenDataset(int[] tokens, int context) {
        this(tokens, context, 1);
    }

    private TokenDataset(int[] tokens, int context, int stride) {
        if (context < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "TokenDataset: context is " + context + " and stride " + stride + "; both must be at least 1");
        }
        if (tokens.length <= context) {
            throw new IllegalArgumentException("TokenDataset: " + tokens.length + " tokens are too few for a window of "
                    + context + " and the one that follows");
        }
        this.tokens = tokens;
        this.context = context;
        this.stride = stride;
    }

    /// The same, but a window begins only at each `stride`-th token; with the context's length, no token is in two.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TokenDataset withStride(int stride) {
        return new TokenDataset(tokens, context, stride);
    }

    /// The length of a window's inputs.
    public int context() {
        return context;
    }

    @Override
    public int size() {
        return (tokens.length - context - 1) / stride + 1;
    }

    /// {@inheritDoc} Both are `[b, context]`.
    @Override
    public Batch<LongTensor, LongTensor> get(LongTensor numbers) {
        int[] chosen = indices(numbers);
        LongArray inputs = LongArray.empty(Shape.of(chosen.length, context));
        LongArray targets = LongArray.empty(Shape.of(chosen.length, context));
        for (int i = 0; i < chosen.length; i++) {
            int from = chosen[i] * stride;
            copy(from, inputs.data(), i * context);
            copy(from + 1, targets.data(), i * context);
        }
        return new Batch<>(LongTensor.of(inputs), LongTensor.of(targets), chosen.length);
    }

    private void copy(int from, long[] to, int at) {
        for (int i = 0; i < context; i++) {
            to[at + i] = tokens[from + i];
        }
    }
}
