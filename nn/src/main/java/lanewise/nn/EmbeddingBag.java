package lanewise.nn;

import java.util.Locale;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.Bags;
import lanewise.nn.functional.EmbeddingOptions;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Sums, means or largest elements of vectors of a table, bag by bag, without the vectors themselves: see
/// [lanewise.engine.op.EmbeddingBag].
///
/// The weight `[numEmbeddings, embeddingDim]` starts normally distributed, and its padding row as zeros.
public final class EmbeddingBag extends Module {
    private final int numEmbeddings;
    private final int embeddingDim;
    private final lanewise.engine.op.EmbeddingBag.Mode mode;
    private final EmbeddingOptions options;
    private final boolean includeLastOffset;
    private final Parameter weight;

    /// Means, without padding.
    ///
    /// @throws IllegalArgumentException if a number is less than 1
    public EmbeddingBag(int numEmbeddings, int embeddingDim) {
        this(numEmbeddings, embeddingDim, lanewise.engine.op.EmbeddingBag.Mode.MEAN, EmbeddingOptions.DEFAULTS, false);
    }

    /// With all options.
    ///
    /// @param includeLastOffset whether the offsets end with the end of the last bag
    /// @throws IllegalArgumentException if a number is less than 1
    /// @throws IndexOutOfBoundsException if there is no row that could be the padding
    public EmbeddingBag(
            int numEmbeddings,
            int embeddingDim,
            lanewise.engine.op.EmbeddingBag.Mode mode,
            EmbeddingOptions options,
            boolean includeLastOffset) {
        if (numEmbeddings < 1 || embeddingDim < 1) {
            throw new IllegalArgumentException("EmbeddingBag: numEmbeddings and embeddingDim must be at least 1, not "
                    + numEmbeddings + " and " + embeddingDim);
        }
        this.numEmbeddings = numEmbeddings;
        this.embeddingDim = embeddingDim;
        this.mode = mode;
        this.options = counted(numEmbeddings, options);
        this.includeLastOffset = includeLastOffset;
        this.weight = registerParameter(
                "weight", new Parameter(Tensor.of(NDArray.zerosKept(Shape.of(numEmbeddings, embeddingDim)))));
        resetParameters();
    }

    /// Draws the weight anew; its padding row becomes zeros.
    public void resetParameters() {
        draw(Init.normal_(weight), options.paddingIdx());
    }

    /// The table.
    public Parameter weight() {
        return weight;
    }

    /// Bags of one size: the rows of `input [bags, n]`. Result `[bags, embeddingDim]`.
    ///
    /// @throws IndexOutOfBoundsException if there is no such row
    public Tensor call(LongTensor input) {
        return call(input, null, null);
    }

    /// @param input numbers of rows, `[bags, n]`, or `[n]` with offsets
    /// @param offsets where each bag begins in `input [n]`, `[bags]`; null if `input` is `[bags, n]`
    /// @param factors of `input`'s shape, for a sum only; null: ones
    /// @return `[bags, embeddingDim]`
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if there is no such row
    public Tensor call(LongTensor input, @Nullable LongTensor offsets, @Nullable Tensor factors) {
        return hooked(this, EmbeddingBag::forward, input, offsets, factors);
    }

    private Tensor forward(LongTensor input, @Nullable LongTensor offsets, @Nullable Tensor factors) {
        return Bags.embeddingBag(input, weight, offsets, mode, factors, includeLastOffset, options);
    }

    @Override
    protected String extraRepr() {
        return numEmbeddings + ", " + embeddingDim + repr(options) + ", mode="
                + mode.name().toLowerCase(Locale.ROOT)
                + padding(options);
    }

    /// The same options, with a padding row that is counted from the front.
    static EmbeddingOptions counted(int rows, EmbeddingOptions options) {
        Integer padding = options.paddingIdx();
        if (padding == null) {
            return options;
        }
        if (padding < -rows || padding >= rows) {
            throw new IndexOutOfBoundsException("the padding's index " + padding + " is no row of " + rows);
        }
        return padding < 0 ? options.withPaddingIdx(padding + rows) : options;
    }

    /// Sets the padding row to zeros.
    static void draw(Parameter weight, @Nullable Integer padding) {
        if (padding != null) {
            Init.zeros_(weight.detach().select(0, padding));
        }
    }

    static String repr(EmbeddingOptions options) {
        Double norm = options.maxNorm();
        return (norm == null ? "" : ", max_norm=" + Repr.of(norm))
                + (options.normType() == 2 ? "" : ", norm_type=" + Repr.of(options.normType()))
                + (options.scaleGradByFreq() ? ", scale_grad_by_freq=True" : "");
    }

    static String padding(EmbeddingOptions options) {
        return options.paddingIdx() == null ? "" : ", padding_idx=" + options.paddingIdx();
    }
}
