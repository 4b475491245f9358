package lanewise.engine.op;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ChannelNorm;
import lanewise.engine.kernel.ChannelNormGradient;
import lanewise.engine.kernel.NormSets;
import org.jspecify.annotations.Nullable;

/// Normalisation of `x [n, c, ...]` with a scale and a shift for each channel: inputs `x`, if wanted `weight [c]`,
/// and then if wanted `bias [c]`.
///
/// An instance serves one forward pass, whose means and standard deviations it holds.
abstract class ChannelNormalization extends Operation {
    /// Runs that are shorter are copied together, where a set is all examples of a channel.
    private static final int SHORT = 16;

    private final double epsilon;
    private boolean weighted;
    private boolean measured;
    private boolean gathered;
    private @Nullable NormSets sets;
    private @Nullable NDArray mean;
    private @Nullable NDArray rstd;

    ChannelNormalization(double epsilon) {
        this.epsilon = epsilon;
    }

    /// The statistics of the sets that a forward pass normalised.
    ///
    /// @param mean one number a set
    /// @param variance the mean squared distance
    record Statistics(NDArray mean, NDArray variance) {}

    /// Normalises with the statistics of the sets themselves, or with given ones.
    ///
    /// @param of the sets, of `x` as it is
    /// @param statistics to normalise with; with `measure`, where to write the own ones
    final NDArray normalize(NormSets of, NDArray[] inputs, Statistics statistics, boolean measure) {
        gathered = of.groups() == 0 && of.runs() > 1 && of.length() < SHORT;
        NDArray x = arranged(inputs[0]);
        NormSets actual = gathered ? new NormSets(of.channels(), 1, of.elements(), of.channels(), 0) : of;
        int c = of.channels();
        NDArray weight = inputs.length > 1 ? inputs[1].contiguous() : NDArray.full(Shape.of(c), 1f);
        Shape channels = weight.shape();
        NDArray bias = inputs.length > 2 ? inputs[2].contiguous() : NDArray.full(channels, 0f);
        NDArray scale = NDArray.empty(of.count() == c ? channels : Shape.of(of.count()));
        NDArray y = NDArray.empty(x.shape());
        if (y.elements() > 0) {
            ChannelNorm.run(
                    actual,
                    x.data(),
                    x.offset(),
                    measure,
                    epsilon,
                    weight.data(),
                    weight.offset(),
                    bias.data(),
                    bias.offset(),
                    statistics.mean().data(),
                    statistics.variance().data(),
                    scale.data(),
                    y.data(),
                    y.offset());
        }
        sets = actual;
        weighted = inputs.length > 1;
        measured = measure;
        mean = statistics.mean();
        rstd = scale;
        return gathered ? exchanged(y).contiguous() : y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        GradientSum dWeight = pass.gradient(1);
        GradientSum dBias = pass.gradient(2);
        if (dx == null && dWeight == null && dBias == null) {
            return;
        }
        NormSets of = saved(sets);
        NDArray x = arranged(pass.input(0));
        NDArray dy = arranged(pass.outputGradient());
        int c = of.channels();
        boolean direct = dx != null && !gathered && !dx.holdsSum() && dx.contribute() == Write.OVERWRITE;
        NDArray gradient = direct && dx != null ? dx.array() : NDArray.empty(x.shape());
        int sumsAt = 2 * of.count() * of.runs();
        NDArray working = NDArray.empty(Shape.of(sumsAt + 2 * c));
        working.storage().holdAlone();
        float[] sums = working.data();
        if (x.elements() > 0) {
            NDArray weight = weighted ? pass.input(1).contiguous() : NDArray.full(Shape.of(c), 1f);
            ChannelNormGradient.run(
                    of,
                    x.data(),
                    x.offset(),
                    measured,
                    weight.data(),
                    weight.offset(),
                    saved(mean).data(),
                    saved(rstd).data(),
                    dy.data(),
                    dy.offset(),
                    sums,
                    gradient.data(),
                    gradient.offset());
            ChannelNormGradient.channels(of, saved(rstd).data(), sums, sums, sumsAt);
        } else {
            Arrays.fill(sums, sumsAt, sumsAt + 2 * c, 0f);
        }
        if (dx != null && !direct) {
            dx.give(gathered ? exchanged(gradient).contiguous() : gradient);
        }
        if (dWeight != null) {
            dWeight.add(sums, sumsAt);
        }
        if (dBias != null) {
            dBias.add(sums, sumsAt + c);
        }
        working.storage().letGo();
    }

    @Override
    public final boolean savesInput(int i) {
        return i < 2;
    }

    /// Contiguous, with examples and channels exchanged if the runs of a channel are gathered.
    private NDArray arranged(NDArray x) {
        return gathered ? exchanged(x).contiguous() : x.contiguous();
    }

    private static NDArray exchanged(NDArray x) {
        return x.view(x.layout().transpose(0, 1));
    }

    /// The product of the sizes after the channels.
    static int length(Shape x) {
        int length = 1;
        for (int d = 2; d < x.rank(); d++) {
            length *= x.dim(d);
        }
        return length;
    }

    /// @throws ShapeMismatchException if `x` is not `[n, c, ...]`, or weight and bias not `[c]`
    final void check(NDArray[] inputs) {
        if (inputs.length > 3) {
            throw new IllegalArgumentException(
                    message("x, weight and bias expected, not " + inputs.length + " arrays"));
        }
        Shape x = inputs[0].shape();
        if (x.rank() < 2) {
            throw new ShapeMismatchException(message("x is " + x + "; it must be [n, c, ...]"));
        }
        for (int i = 1; i < inputs.length; i++) {
            checkChannels(i == 1 ? "weight" : "bias", inputs[i], x);
        }
    }

    /// @throws ShapeMismatchException if `array` is not `[c]`
    final void checkChannels(String what, NDArray array, Shape x) {
        if (array.shape().rank() != 1 || array.shape().dim(0) != x.dim(1)) {
            throw new ShapeMismatchException(message(
                    what + " " + array.shape() + " must be [" + x.dim(1) + "], one number a channel of x " + x));
        }
    }

    private static <T> T saved(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a normalisation's backward comes after its forward");
        }
        return value;
    }

    /// On sets in rows: `x` as `[n, groups, -1]` with the last dimension reduced, or, where a set is all examples
    /// of a channel, as it is with all dimensions reduced but the channels'.
    @Override
    public final void gradient(Recorder recorder) {
        NormSets of = saved(sets);
        Shape shape = recorder.input(0).shape();
        Shape rows = of.groups() == 0 ? shape : Shape.of(shape.dim(0), of.groups(), of.elements());
        int[] reduced = of.groups() == 0 ? allButChannels(shape) : new int[] {2};
        Variable x = recorder.input(0).reshape(rows);
        Variable dy = recorder.outputGradient();
        Variable centre = x.sub(measured ? x.mean(reduced) : statistic(x, mean));
        Variable r =
                measured ? centre.square().mean(reduced).add((float) epsilon).apply(Rsqrt.RSQRT) : statistic(x, rstd);
        Variable xHat = centre.mul(r);
        if (recorder.wants(0)) {
            Variable g = weighted ? dy.mul(recorder.input(1).reshape(perChannel(shape))) : dy;
            Variable inRows = g.reshape(rows);
            Variable along = xHat.mul(inRows.mul(xHat).mean(reduced));
            Variable dx = measured ? inRows.sub(inRows.mean(reduced)).sub(along) : inRows;
            recorder.contribute(0, dx.mul(r).reshape(shape));
        }
        if (recorder.wants(1)) {
            Variable products = dy.mul(xHat.reshape(shape));
            recorder.contribute(1, products.sum(allButChannels(shape)).reshape(recorder.shape(1)));
        }
        if (recorder.wants(2)) {
            recorder.contribute(2, dy.sum(allButChannels(shape)).reshape(recorder.shape(2)));
        }
    }

    /// Given numbers of the channels of `x`.
    private static Variable statistic(Variable x, @Nullable NDArray numbers) {
        return x.constant(saved(numbers)).reshape(perChannel(x.shape()));
    }

    private static Shape perChannel(Shape x) {
        int[] sizes = new int[x.rank()];
        Arrays.fill(sizes, 1);
        sizes[1] = x.dim(1);
        return Shape.of(sizes);
    }

    private static int[] allButChannels(Shape x) {
        return IntStream.range(0, x.rank()).filter(d -> d != 1).toArray();
    }
}
