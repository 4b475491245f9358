package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.EmbeddingOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;

/// A table of vectors, looked up by their numbers.
///
/// The weight `[numEmbeddings, embeddingDim]` starts normally distributed, and its padding row as zeros.
public final class Embedding extends Module {
    private final int numEmbeddings;
    private final int embeddingDim;
    private final EmbeddingOptions options;
    private final Parameter weight;

    /// Without padding.
    ///
    /// @throws IllegalArgumentException if a number is less than 1
    public Embedding(int numEmbeddings, int embeddingDim) {
        this(numEmbeddings, embeddingDim, EmbeddingOptions.DEFAULTS);
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if a number is less than 1
    /// @throws IndexOutOfBoundsException if there is no row that could be the padding
    public Embedding(int numEmbeddings, int embeddingDim, EmbeddingOptions options) {
        if (numEmbeddings < 1 || embeddingDim < 1) {
            throw new IllegalArgumentException("Embedding: numEmbeddings and embeddingDim must be at least 1, not "
                    + numEmbeddings + " and " + embeddingDim);
        }
        this.numEmbeddings = numEmbeddings;
        this.embeddingDim = embeddingDim;
        this.options = EmbeddingBag.counted(numEmbeddings, options);
        this.weight = registerParameter(
                "weight", new Parameter(Tensor.of(NDArray.zerosKept(Shape.of(numEmbeddings, embeddingDim)))));
        resetParameters();
    }

    /// Draws the weight anew; its padding row becomes zeros.
    public void resetParameters() {
        EmbeddingBag.draw(Init.normal_(weight), options.paddingIdx());
    }

    /// The table.
    public Parameter weight() {
        return weight;
    }

    /// @param input numbers of rows, of any shape
    /// @return `[..., embeddingDim]`
    /// @throws IndexOutOfBoundsException if there is no such row
    public Tensor call(LongTensor input) {
        return hooked(this, Embedding::forward, input);
    }

    private Tensor forward(LongTensor input) {
        return Functional.embedding(input, weight, options);
    }

    @Override
    protected String extraRepr() {
        return numEmbeddings + ", " + embeddingDim + EmbeddingBag.padding(options) + EmbeddingBag.repr(options)
                + (options.sparse() ? ", sparse=True" : "");
    }
}
