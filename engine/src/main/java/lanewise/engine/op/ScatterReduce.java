package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.IndexedElements;
import org.jspecify.annotations.Nullable;

/// The elements of a source that an index brings to one place of an array reduced there to one: `y[p] = x[p] ⊕
/// source[i, j] ⊕ ...` over all `[i, j]` whose index names the place `p`; see [ScatterOperation]. Without the
/// array's own element the reduction is over those of the source alone; a place that no index names stays.
///
///     sum   dx[p] = dy[p],                                      dsource[i, j] = dy[p]
///     mean  dx[p] = dy[p]/n[p],                                 dsource[i, j] = dy[p]/n[p]
///     prod  dx[p] = dy[p]·(product of all the others at p),     likewise for the source
///     amax, amin  dy[p] divided evenly among the elements that equal y[p]
///
/// `dx[p]` is 0 where the array's own element takes no part.
public final class ScatterReduce extends ScatterOperation {
    private final ScatterReduction reduction;
    private final boolean includeSelf;

    /// Along `dimension`; the index must not change until the backward pass.
    ///
    /// @param includeSelf whether the array's own element takes part
    public ScatterReduce(int dimension, LongArray index, ScatterReduction reduction, boolean includeSelf) {
        super(dimension, index);
        this.reduction = reduction;
        this.includeSelf = includeSelf;
    }

    @Override
    public String name() {
        return "scatterReduce";
    }

    @Override
    public boolean savesInput(int i) {
        return reduction != ScatterReduction.SUM && reduction != ScatterReduction.MEAN;
    }

    @Override
    public boolean savesOutput() {
        return reduction == ScatterReduction.AMAX || reduction == ScatterReduction.AMIN;
    }

    @Override
    void write(int[] positions, NDArray source, NDArray y) {
        float[] s = source.data();
        int so = source.offset();
        if (!includeSelf) {
            IndexedElements.fill(reduction.neutral, positions, y.data(), y.offset());
        }
        switch (reduction) {
            case SUM -> IndexedElements.add(s, so, positions, y.data(), y.offset());
            case PROD -> IndexedElements.multiply(s, so, positions, y.data(), y.offset());
            case AMAX -> IndexedElements.max(s, so, positions, y.data(), y.offset());
            case AMIN -> IndexedElements.min(s, so, positions, y.data(), y.offset());
            case MEAN -> {
                IndexedElements.add(s, so, positions, y.data(), y.offset());
                divide(y, y, positions);
            }
        }
    }

    /// `to[p] = from[p] / n[p]`, where `n` is the number of elements that take part.
    private void divide(NDArray from, NDArray to, int[] positions) {
        int[] counts = new int[from.elements()];
        IndexedElements.count(positions, counts);
        for (int p = 0; p < counts.length; p++) {
            int count = includeSelf ? counts[p] + 1 : Math.max(counts[p], 1);
            to.data()[to.offset() + p] = from.data()[from.offset() + p] / count;
        }
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int[] positions = positions(dy.shape());
        switch (reduction) {
            case SUM -> contribute(pass, positions, dy, taken(dy, positions));
            case MEAN -> {
                NDArray shares = NDArray.empty(dy.shape());
                divide(dy, shares, positions);
                contribute(pass, positions, shares, taken(shares, positions));
            }
            case PROD -> backwardProduct(pass, positions);
            case AMAX, AMIN -> backwardExtremum(pass, positions);
        }
    }

    private void contribute(BackwardPass pass, int[] positions, NDArray ofArray, NDArray ofSource) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, includeSelf ? ofArray : cleared(ofArray, positions));
        }
        @Nullable GradientSum dsource = pass.gradient(1);
        if (dsource != null) {
            Positions.contributePart(name(), dsource, ofSource);
        }
    }

    /// The product of all others is that of all, divided; zeros are counted apart, since nothing is divided by
    /// them.
    private void backwardProduct(BackwardPass pass, int[] positions) {
        NDArray dy = pass.outputGradient();
        NDArray x = pass.input(0).contiguous();
        NDArray source = source(pass.input(1));
        double[] products = new double[x.elements()];
        int[] zeros = new int[x.elements()];
        Arrays.fill(products, 1);
        for (int p = 0; includeSelf && p < products.length; p++) {
            multiply(products, zeros, p, x.data()[x.offset() + p]);
        }
        for (int i = 0; i < positions.length; i++) {
            multiply(products, zeros, positions[i], source.data()[source.offset() + i]);
        }
        NDArray ofArray = dy.copy();
        for (int p = 0; includeSelf && p < products.length; p++) {
            double others = others(products[p], zeros[p], x.data()[x.offset() + p]);
            ofArray.data()[ofArray.offset() + p] = (float) (dy.data()[dy.offset() + p] * others);
        }
        NDArray ofSource = taken(dy, positions);
        for (int i = 0; i < positions.length; i++) {
            int p = positions[i];
            double others = others(products[p], zeros[p], source.data()[source.offset() + i]);
            ofSource.data()[ofSource.offset() + i] = (float) (dy.data()[dy.offset() + p] * others);
        }
        contribute(pass, positions, ofArray, ofSource);
    }

    private static void multiply(double[] products, int[] zeros, int p, float factor) {
        if (factor == 0) {
            zeros[p]++;
        } else {
            products[p] *= factor;
        }
    }

    private static double others(double product, int zeros, float own) {
        if (own == 0) {
            return zeros == 1 ? product : 0;
        }
        return zeros == 0 ? product / own : 0;
    }

    /// As PyTorch divides: the array's own element counts wherever it equals the result.
    private void backwardExtremum(BackwardPass pass, int[] positions) {
        NDArray dy = pass.outputGradient();
        NDArray y = pass.output().contiguous();
        NDArray x = pass.input(0).contiguous();
        NDArray source = source(pass.input(1));
        NDArray equal = NDArray.empty(x.shape());
        float[] counts = new float[x.elements()];
        for (int p = 0; p < counts.length; p++) {
            counts[p] = x.data()[x.offset() + p] == y.data()[y.offset() + p] ? 1f : 0f;
        }
        System.arraycopy(counts, 0, equal.data(), equal.offset(), counts.length);
        NDArray ofSource = NDArray.empty(source.shape());
        for (int i = 0; i < positions.length; i++) {
            int p = positions[i];
            float same = source.data()[source.offset() + i] == y.data()[y.offset() + p] ? 1f : 0f;
            ofSource.data()[ofSource.offset() + i] = same;
            counts[p] += same;
        }
        for (int i = 0; i < positions.length; i++) {
            int p = positions[i];
            ofSource.data()[ofSource.offset() + i] *= dy.data()[dy.offset() + p] / counts[p];
        }
        for (int p = 0; p < counts.length; p++) {
            equal.data()[equal.offset() + p] *= dy.data()[dy.offset() + p] / counts[p];
        }
        contribute(pass, positions, equal, ofSource);
    }
}
