package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.AnyTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.AveragePool;
import lanewise.engine.op.GridSample;
import lanewise.engine.op.Interpolate;
import lanewise.engine.op.Interpolation;

/// The functions on images among those of [Functional]: other sizes, other places, channels as a whole.
abstract class ImageFunctions extends PoolingFunctions {
    /// Nothing to make: all is static.
    ImageFunctions() {}

    /// See [lanewise.nn.Upsample].
    ///
    /// @param input `[n, c, ...]` with 1 to 3 dimensions more
    /// @throws ShapeMismatchException if the input has another number of dimensions than the mode, or is empty
    /// @throws IllegalArgumentException if corners are to be aligned and the mode has no lines or curves
    public static Tensor interpolate(Tensor input, InterpolateOptions options) {
        int dimensions = input.rank() - 2;
        InterpolateOptions.Mode mode = options.mode();
        checkMode(mode, input.shape());
        boolean aligns = switch (mode) {
            case NEAREST, NEAREST_EXACT, AREA -> false;
            default -> true;
        };
        Boolean align = options.alignCorners();
        if (align != null && !aligns) {
            throw new IllegalArgumentException("interpolate: alignCorners is for linear and cubic modes, not " + mode);
        }
        if (options.recomputeScaleFactor() && options.size() != null) {
            throw new IllegalArgumentException("interpolate: recomputeScaleFactor needs a scaleFactor, not a size");
        }
        int[] in = Arrays.copyOfRange(input.shape().toArray(), 2, dimensions + 2);
        int[] sizes = options.outputSizes(in);
        Interpolation interpolation = switch (mode) {
            case NEAREST, AREA -> Interpolation.NEAREST;
            case NEAREST_EXACT -> Interpolation.NEAREST_EXACT;
            case LINEAR, BILINEAR, TRILINEAR -> Interpolation.LINEAR;
            case BICUBIC -> Interpolation.CUBIC;
        };
        if (mode == InterpolateOptions.Mode.AREA) {
            return switch (dimensions) {
                case 1 -> adaptiveAvgPool1d(input, sizes);
                case 2 -> adaptiveAvgPool2d(input, sizes);
                default -> adaptiveAvgPool3d(input, sizes);
            };
        }
        boolean corners = align != null && align;
        return Tensor.apply(new Interpolate(interpolation, sizes, options.givenScales(dimensions), corners), input);
    }

    private static void checkMode(InterpolateOptions.Mode mode, Shape input) {
        int wanted = switch (mode) {
            case LINEAR -> 3;
            case BILINEAR, BICUBIC -> 4;
            case TRILINEAR -> 5;
            default -> Math.clamp(input.rank(), 3, 5);
        };
        if (input.rank() != wanted) {
            throw new ShapeMismatchException(
                    "interpolate: mode " + mode + " needs an input of " + wanted + " dimensions, not " + input);
        }
    }

    /// [#interpolate] by the nearest element.
    public static Tensor upsampleNearest(Tensor input, InterpolateOptions options) {
        return interpolate(input, options.withMode(InterpolateOptions.Mode.NEAREST));
    }

    /// [#interpolate] by straight lines over two dimensions, with aligned corners.
    public static Tensor upsampleBilinear(Tensor input, InterpolateOptions options) {
        return interpolate(
                input, options.withMode(InterpolateOptions.Mode.BILINEAR).withAlignCorners(true));
    }

    /// See [lanewise.nn.PixelShuffle].
    ///
    /// @param input `[..., c·r², h, w]`
    /// @return `[..., c, h·r, w·r]`
    /// @throws ShapeMismatchException if there are fewer than 3 dimensions, or the channels cannot be divided
    public static <T extends AnyTensor<T>> T pixelShuffle(T input, int upscaleFactor) {
        int[] sizes = checkPixels("pixelShuffle", "upscaleFactor", input, upscaleFactor);
        int r = upscaleFactor;
        int lead = sizes.length - 3;
        if (sizes[lead] % (r * r) != 0) {
            throw new ShapeMismatchException("pixelShuffle: the " + sizes[lead] + " channels of " + input.shape()
                    + " cannot be divided by " + r + "²");
        }
        int c = sizes[lead] / (r * r);
        int h = sizes[lead + 1];
        int w = sizes[lead + 2];
        int n = product(sizes, lead);
        return input.reshape(n, c, r, r, h, w).permute(0, 1, 4, 2, 5, 3).reshape(replaced(sizes, c, h * r, w * r));
    }

    /// See [lanewise.nn.PixelUnshuffle].
    ///
    /// @param input `[..., c, h·r, w·r]`
    /// @return `[..., c·r², h, w]`
    /// @throws ShapeMismatchException if there are fewer than 3 dimensions, or height or width cannot be divided
    public static <T extends AnyTensor<T>> T pixelUnshuffle(T input, int downscaleFactor) {
        int[] sizes = checkPixels("pixelUnshuffle", "downscaleFactor", input, downscaleFactor);
        int r = downscaleFactor;
        int lead = sizes.length - 3;
        if (sizes[lead + 1] % r != 0 || sizes[lead + 2] % r != 0) {
            throw new ShapeMismatchException(
                    "pixelUnshuffle: height and width of " + input.shape() + " cannot both be divided by " + r);
        }
        int c = sizes[lead];
        int h = sizes[lead + 1] / r;
        int w = sizes[lead + 2] / r;
        int n = product(sizes, lead);
        return input.reshape(n, c, h, r, w, r).permute(0, 1, 3, 5, 2, 4).reshape(replaced(sizes, c * r * r, h, w));
    }

    private static int[] checkPixels(String operation, String option, AnyTensor<?> input, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException(operation + ": " + option + " must be at least 1, not " + factor);
        }
        if (input.rank() < 3) {
            throw new ShapeMismatchException(
                    operation + ": at least 3 dimensions are needed, [..., c, h, w], not " + input.shape());
        }
        return input.shape().toArray();
    }

    private static int product(int[] sizes, int count) {
        int product = 1;
        for (int d = 0; d < count; d++) {
            product *= sizes[d];
        }
        return product;
    }

    private static int[] replaced(int[] sizes, int... last) {
        int[] all = sizes.clone();
        System.arraycopy(last, 0, all, all.length - last.length, last.length);
        return all;
    }

    /// The input divided by its Euclidean norm over dimension 1.
    public static Tensor normalize(Tensor input) {
        return normalize(input, 2, 1e-12, 1);
    }

    /// The input divided by its norm of order `p` over these dimensions, or by `eps` where that is greater.
    public static Tensor normalize(Tensor input, double p, double eps, int... dims) {
        return input.div(input.norm(p, true, dims).clampMin((float) eps));
    }

    /// Images read at given places; see [GridSample].
    ///
    /// @param input `[n, c, h, w]` or `[n, c, d, h, w]`
    /// @param grid `[n, k, l, 2]` or `[n, i, k, l, 3]`, of coordinates from -1 to 1, those of the last dimension
    /// first
    /// @throws ShapeMismatchException if the shapes do not fit
    public static Tensor gridSample(
            Tensor input, Tensor grid, GridSample.Mode mode, GridSample.Outside outside, boolean alignCorners) {
        return Tensor.apply(new GridSample(mode, outside, alignCorners), input, grid);
    }

    /// See [lanewise.nn.LocalResponseNorm].
    ///
    /// @param input `[n, c, ...]`, of at least 3 dimensions
    /// @throws ShapeMismatchException if it has fewer
    public static Tensor localResponseNorm(Tensor input, int size, double alpha, double beta, double k) {
        if (input.rank() < 3) {
            throw new ShapeMismatchException(
                    "localResponseNorm: at least 3 dimensions are needed, [n, c, ...], not " + input.shape());
        }
        if (size < 1) {
            throw new IllegalArgumentException("localResponseNorm: size must be at least 1, not " + size);
        }
        if (input.elements() == 0) {
            return input;
        }
        int n = input.dim(0);
        int c = input.dim(1);
        var pool = new AveragePool(new int[] {size, 1}, new int[] {1, 1}, new int[] {size / 2, 0}, false, true, 0);
        Tensor squares = input.square().reshape(n, 1, c, input.elements() / n / c);
        Tensor means = Tensor.apply(pool, squares).narrow(2, 0, c); // an even size has a window more than channels
        Tensor scale = means.mul((float) alpha).add((float) k).pow((float) beta);
        return input.div(scale.reshape(input.shape().toArray()));
    }

    /// See [lanewise.nn.Dropout1d].
    ///
    /// @param input `[n, c, l]` or `[c, l]`
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor dropout1d(Tensor input, double p, boolean training, Generator generator) {
        return channelDropout("dropout1d", input, 1, p, training, generator);
    }

    /// [#dropout1d(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    public static Tensor dropout1d(Tensor input, double p, boolean training) {
        return dropout1d(input, p, training, Generator.global());
    }

    /// See [lanewise.nn.Dropout2d]. An input of 3 dimensions counts as `[n, c, l]`, as in PyTorch.
    ///
    /// @param input `[n, c, h, w]`
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor dropout2d(Tensor input, double p, boolean training, Generator generator) {
        return channelDropout("dropout2d", input, 0, p, training, generator);
    }

    /// [#dropout2d(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    public static Tensor dropout2d(Tensor input, double p, boolean training) {
        return dropout2d(input, p, training, Generator.global());
    }

    /// See [lanewise.nn.Dropout3d].
    ///
    /// @param input `[n, c, d, h, w]` or `[c, d, h, w]`
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor dropout3d(Tensor input, double p, boolean training, Generator generator) {
        return channelDropout("dropout3d", input, 3, p, training, generator);
    }

    /// [#dropout3d(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    public static Tensor dropout3d(Tensor input, double p, boolean training) {
        return dropout3d(input, p, training, Generator.global());
    }

    /// @param single the number of spatial dimensions if an input of one dimension less is one example, or 0
    private static Tensor channelDropout(
            String operation, Tensor input, int single, double p, boolean training, Generator generator) {
        checkProbability(operation, p);
        if (!training || p == 0) {
            return input;
        }
        Shape channels = channels(operation, input.shape(), single > 0 && input.rank() == single + 1);
        Tensor ones = Tensor.of(NDArray.full(channels, 1f));
        return input.mul(Functional.dropout(ones, p, true, generator));
    }

    /// See [lanewise.nn.AlphaDropout].
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor alphaDropout(Tensor input, double p, boolean training, Generator generator) {
        return alphaDropout("alphaDropout", input, input.shape(), p, training, generator);
    }

    /// [#alphaDropout(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    public static Tensor alphaDropout(Tensor input, double p, boolean training) {
        return alphaDropout(input, p, training, Generator.global());
    }

    /// See [lanewise.nn.FeatureAlphaDropout].
    ///
    /// @param input `[n, c, ...]`
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public static Tensor featureAlphaDropout(Tensor input, double p, boolean training, Generator generator) {
        Shape channels = channels("featureAlphaDropout", input.shape(), false);
        return alphaDropout("featureAlphaDropout", input, channels, p, training, generator);
    }

    /// [#featureAlphaDropout(Tensor, double, boolean, Generator)] with draws from [Generator#global()].
    public static Tensor featureAlphaDropout(Tensor input, double p, boolean training) {
        return featureAlphaDropout(input, p, training, Generator.global());
    }

    /// `a·(x·m + α·(m − 1)) + a·α·p` for a mask `m` of zeros and ones, where the constants keep mean and variance.
    private static Tensor alphaDropout(
            String operation, Tensor input, Shape mask, double p, boolean training, Generator generator) {
        checkProbability(operation, p);
        if (!training || p == 0 || input.elements() == 0) {
            return input;
        }
        if (p == 1) {
            return input.mul(0f);
        }
        double alpha = 1.7580993408473766; // the negative limit of SELU
        double a = 1 / Math.sqrt((alpha * alpha * p + 1) * (1 - p));
        NDArray kept = NDArray.empty(mask);
        generator.fillBernoulli(kept, 1 - p, 1f);
        Tensor m = Tensor.of(kept);
        Tensor shift = m.sub(1f).mul((float) (alpha * a)).add((float) (alpha * a * p));
        return input.mul(m.mul((float) a)).add(shift);
    }

    /// The input's shape with 1 in place of the sizes after the channels.
    private static Shape channels(String operation, Shape input, boolean single) {
        int channel = single ? 0 : 1;
        if (input.rank() < channel + 1) {
            throw new ShapeMismatchException(operation + ": channels are needed, [n, c, ...], not " + input);
        }
        Shape shape = input;
        for (int d = channel + 1; d < input.rank(); d++) {
            shape = shape.with(d, 1);
        }
        return shape;
    }

    private static void checkProbability(String operation, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(operation + ": p must be from 0 to 1, not " + p);
        }
    }
}
