package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.RowNorm;
import lanewise.engine.kernel.RowNormGradient;
import org.jspecify.annotations.Nullable;

/// Normalisation over the last dimensions, which are taken as rows, with a scale and a shift for each element of a
/// row.
///
/// An instance serves one forward pass, whose means and standard deviations it holds.
abstract class RowNormalization extends Operation {
    private final Shape normalized;
    private final double epsilon;
    private final boolean centred;
    private boolean weighted;
    private @Nullable NDArray mean;
    private @Nullable NDArray rstd;

    RowNormalization(Shape normalized, double epsilon, boolean centred) {
        if (normalized.rank() == 0) {
            throw new IllegalArgumentException(
                    (centred ? "layerNorm" : "rmsNorm") + ": the normalized shape must have at least one dimension");
        }
        this.normalized = normalized;
        this.epsilon = epsilon;
        this.centred = centred;
    }

    /// @throws ShapeMismatchException if the input does not end with the normalized shape, or the others do not
    ///     have it
    @Override
    public final NDArray forward(NDArray... inputs) {
        check(inputs);
        NDArray x = inputs[0].contiguous();
        int n = normalized.elements();
        NDArray y = NDArray.empty(x.shape());
        int rows = n == 0 ? 0 : x.elements() / n;
        Shape perRow = Shape.of(rows);
        NDArray middle = NDArray.empty(perRow);
        NDArray scale = NDArray.empty(perRow);
        if (rows > 0) {
            NDArray weight = inputs.length > 1 ? inputs[1].contiguous() : NDArray.full(normalized, 1f);
            NDArray bias = inputs.length > 2 ? inputs[2].contiguous() : NDArray.full(normalized, 0f);
            RowNorm.run(
                    x.data(),
                    x.offset(),
                    rows,
                    n,
                    centred,
                    epsilon,
                    weight.data(),
                    weight.offset(),
                    bias.data(),
                    bias.offset(),
                    middle.data(),
                    scale.data(),
                    y.data(),
                    y.offset());
        }
        weighted = inputs.length > 1;
        mean = middle;
        rstd = scale;
        return y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        GradientSum dWeight = pass.gradient(1);
        GradientSum dBias = pass.gradient(2);
        if (dx == null && dWeight == null && dBias == null) {
            return;
        }
        int n = normalized.elements();
        NDArray x = pass.input(0).contiguous();
        NDArray sums = NDArray.zeros(Shape.of(2 * n));
        sums.storage().holdAlone();
        boolean direct = dx != null && !dx.holdsSum() && dx.contribute() == Write.OVERWRITE;
        NDArray gradient = direct && dx != null ? dx.array() : NDArray.empty(x.shape());
        if (x.elements() > 0) {
            gradients(x, pass.outputGradient(), weighted ? pass.input(1) : null, gradient, sums);
        }
        if (dx != null && !direct) {
            dx.give(gradient);
        }
        if (dWeight != null) {
            dWeight.add(sums.data(), 0);
        }
        if (dBias != null) {
            dBias.add(sums.data(), n);
        }
        sums.storage().letGo();
    }

    @Override
    public final boolean savesInput(int i) {
        return i < 2;
    }

    private void gradients(NDArray x, NDArray dy, @Nullable NDArray scale, NDArray dx, NDArray sums) {
        int n = normalized.elements();
        int rows = x.elements() / n;
        NDArray weight = scale == null ? NDArray.full(normalized, 1f) : scale.contiguous();
        NDArray working = NDArray.empty(Shape.of(RowNormGradient.working(rows, n)));
        working.storage().holdAlone();
        RowNormGradient.run(
                x.data(),
                x.offset(),
                rows,
                n,
                centred,
                weight.data(),
                weight.offset(),
                saved(mean).data(),
                saved(rstd).data(),
                dy.data(),
                dy.offset(),
                working.data(),
                sums.data(),
                dx.data(),
                dx.offset());
        working.storage().letGo();
    }

    private static NDArray saved(@Nullable NDArray array) {
        if (array == null) {
            throw new IllegalStateException("a normalisation's backward comes after its forward");
        }
        return array;
    }

    /// Refuses too many inputs.
    void checkInputs(NDArray[] inputs) {
        if (inputs.length > 3) {
            throw new IllegalArgumentException(
                    message("x, weight and bias expected, not " + inputs.length + " arrays"));
        }
    }

    private void check(NDArray[] inputs) {
        checkInputs(inputs);
        Shape x = inputs[0].shape();
        int leading = x.rank() - normalized.rank();
        boolean fits = leading >= 0;
        for (int d = 0; fits && d < normalized.rank(); d++) {
            fits = x.dim(leading + d) == normalized.dim(d);
        }
        if (!fits) {
            throw new ShapeMismatchException(
                    message("x " + x + " does not end with the normalized shape " + normalized));
        }
        for (int i = 1; i < inputs.length; i++) {
            if (!inputs[i].shape().equals(normalized)) {
                throw new ShapeMismatchException(message((i == 1 ? "weight " : "bias ") + inputs[i].shape()
                        + " must have the normalized shape " + normalized));
            }
        }
    }

    @Override
    public final void gradient(Recorder recorder) {
        Variable x = recorder.input(0);
        Variable dy = recorder.outputGradient();
        int[] reduced = new int[normalized.rank()];
        Arrays.setAll(reduced, d -> d - reduced.length);
        Variable centre = centred ? x.sub(x.mean(reduced)) : x;
        Variable r = centre.square().mean(reduced).add((float) epsilon).apply(Rsqrt.RSQRT);
        Variable xHat = centre.mul(r);
        if (recorder.wants(0)) {
            Variable g = weighted ? dy.mul(recorder.input(1)) : dy;
            Variable along = xHat.mul(g.mul(xHat).mean(reduced));
            recorder.contribute(
                    0, (centred ? g.sub(g.mean(reduced)) : g).sub(along).mul(r));
        }
        if (recorder.wants(1)) {
            recorder.contribute(1, dy.mul(xHat));
        }
        recorder.contribute(2, dy);
    }
}
