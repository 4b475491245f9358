package lanewise.engine.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
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
        NDArray source = source(pass.input(1));
        NDArray[] both = shares(pass.input(0), source, pass.output(), pass.outputGradient(), positions);
        contribute(pass, positions, both[0], both[1]);
    }

    private static NDArray[] shares(NDArray array, NDArray source, NDArray output, NDArray dy, int... positions) {
        NDArray x = array.contiguous();
        NDArray y = output.contiguous();
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
        return new NDArray[] {equal, ofSource};
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        int[] positions = positions(dy.shape());
        switch (reduction) {
            case SUM -> contribute(recorder, dy, atPlaces(dy));
            case MEAN -> {
                NDArray shares = NDArray.empty(dy.shape());
                divide(NDArray.full(dy.shape(), 1f), shares, positions);
                Variable shared = dy.mul(dy.constant(shares));
                contribute(recorder, shared, atPlaces(shared));
            }
            case PROD -> gradientOfProduct(recorder, positions);
            case AMAX, AMIN -> {
                NDArray source = source(recorder.input(1).array());
                NDArray ones = NDArray.full(dy.shape(), 1f);
                NDArray[] both = shares(
                        recorder.input(0).array(), source, recorder.output().array(), ones, positions);
                Variable ofSource = atPlaces(dy).reshape(source.shape()).mul(dy.constant(both[1]));
                contribute(recorder, dy.mul(dy.constant(both[0])), ofSource);
            }
        }
    }

    /// The product of all the others is that of all, divided, unless there are zeros.
    private void gradientOfProduct(Recorder recorder, int... positions) {
        Variable x = recorder.input(0);
        Variable source = recorder.input(1);
        NDArray used = source(source.array());
        Variable part = source;
        for (int d = 0; d < used.shape().rank() && used.elements() > 0; d++) {
            part = part.apply(new Narrow(d, 0, used.shape().dim(d)));
        }
        if (hasZero(used) || includeSelf && hasZero(x.array())) {
            withoutDivision(recorder, part.reshape(Shape.of(used.elements())), positions);
            return;
        }
        Variable product = recorder.outputGradient().mul(x.apply(this, source));
        Variable ofSource = atPlaces(product).reshape(part.shape()).div(part);
        contribute(recorder, includeSelf ? product.div(x) : recorder.outputGradient(), ofSource);
    }

    /// The products of what comes before and what comes after. In round `r` every place gets the `r`-th factor that
    /// the source has for it, so no place is named twice in a round.
    private void withoutDivision(Recorder recorder, Variable source, int... positions) {
        Variable dy = recorder.outputGradient();
        Shape all = Shape.of(dy.shape().elements());
        Variable ones = dy.constant(NDArray.full(all, 1f));
        List<LongArray> places = new ArrayList<>();
        List<LongArray> factors = new ArrayList<>();
        rounds(all.elements(), places, factors, positions);
        int rounds = places.size();
        Variable[] factor = new Variable[rounds];
        Variable[] before = new Variable[rounds + 1];
        before[0] = includeSelf ? recorder.input(0).reshape(all) : ones;
        for (int r = 0; r < rounds; r++) {
            Variable named = source.apply(new IndexSelect(0, factors.get(r)));
            factor[r] = ones.apply(new Scatter(0, places.get(r)), named);
            before[r + 1] = before[r].mul(factor[r]);
        }
        Variable after = dy.reshape(all);
        Variable ofSource = dy.constant(NDArray.zeros(source.shape()));
        for (int r = rounds - 1; r >= 0; r--) {
            Variable gradient = before[r].mul(after).apply(new IndexSelect(0, places.get(r)));
            ofSource = ofSource.apply(new IndexAdd(0, factors.get(r)), gradient);
            after = after.mul(factor[r]);
        }
        contribute(recorder, includeSelf ? after.reshape(dy.shape()) : dy, ofSource);
    }

    /// Adds, for each round, the places that get a factor, and which ones these are.
    private static void rounds(int elements, List<LongArray> places, List<LongArray> factors, int... positions) {
        int[] counts = new int[elements];
        int[] round = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            round[i] = counts[positions[i]]++;
        }
        int rounds = Arrays.stream(counts).max().orElse(0);
        for (int r = 0; r < rounds; r++) {
            int now = r;
            long[] named = IntStream.range(0, round.length)
                    .filter(i -> round[i] == now)
                    .asLongStream()
                    .toArray();
            long[] at = Arrays.stream(named).map(i -> positions[(int) i]).toArray();
            places.add(LongArray.of(Shape.of(at.length), at));
            factors.add(LongArray.of(Shape.of(named.length), named));
        }
    }

    private static boolean hasZero(NDArray array) {
        for (float value : array.toArray()) {
            if (value == 0) {
                return true;
            }
        }
        return false;
    }

    private void contribute(Recorder recorder, Variable ofArray, Variable ofSource) {
        if (recorder.wants(0)) {
            recorder.contribute(0, includeSelf ? ofArray : withoutPlaces(ofArray));
        }
        contributeToSource(recorder, ofSource);
    }
}
