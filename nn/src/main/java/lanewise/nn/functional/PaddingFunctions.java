package lanewise.nn.functional;

import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Fold;
import lanewise.engine.op.PatchOptions;
import lanewise.engine.op.Unfold;

/// What [Functional] has for the edges of tensors, and for patches of images.
@SuppressWarnings("PMD.AbstractClassWithoutAbstractMethod") // a part of Functional, never an object
abstract class PaddingFunctions extends ImageFunctions {
    PaddingFunctions() {}

    /// Zeros around a tensor.
    ///
    /// @param padding how many before and after, of the last dimension first; negative ones cut off
    /// @throws ShapeMismatchException if these are no pairs, or of more dimensions than there are
    public static Tensor pad(Tensor input, int... padding) {
        return Padding.constant(input, 0f, padding);
    }

    /// As [#pad], with `value`: PyTorch's `pad(input, padding, "constant", value)`.
    public static Tensor constantPad(Tensor input, float value, int... padding) {
        return Padding.constant(input, value, padding);
    }

    /// As [#constantPad(Tensor, float, int...)], of whole numbers: a batch of sequences padded with a token's
    /// number.
    public static LongTensor constantPad(LongTensor input, long value, int... padding) {
        return Padding.constant(input, value, padding);
    }

    /// As [#constantPad(LongTensor, long, int...)], of truth values: the mask of such a batch.
    public static BoolTensor constantPad(BoolTensor input, boolean value, int... padding) {
        return Padding.constant(input, value, padding);
    }

    /// As [#pad], with the tensor mirrored at its first and last elements, which are not repeated: PyTorch's
    /// `pad(input, padding, "reflect")`.
    ///
    /// @param input `[N, C, ...]` or `[C, ...]`, of which all but `N` and `C` are padded
    /// @throws ShapeMismatchException if the padding is not less than the dimension
    public static <T extends AnyTensor<T>> T reflectionPad(T input, int... padding) {
        return Padding.REFLECTION.pad(input, padding);
    }

    /// As [#pad], with the first and last elements: PyTorch's `pad(input, padding, "replicate")`.
    ///
    /// @param input `[N, C, ...]` or `[C, ...]`, of which all but `N` and `C` are padded
    public static <T extends AnyTensor<T>> T replicationPad(T input, int... padding) {
        return Padding.REPLICATION.pad(input, padding);
    }

    /// As [#pad], with the tensor again, from the other end: PyTorch's `pad(input, padding, "circular")`.
    ///
    /// @param input `[N, C, ...]` or `[C, ...]`, of which all but `N` and `C` are padded
    /// @throws ShapeMismatchException if the padding is more than the dimension
    public static <T extends AnyTensor<T>> T circularPad(T input, int... padding) {
        return Padding.CIRCULAR.pad(input, padding);
    }

    /// The patches that a window covers as it moves over images, each as a column: `[N, C, H, W]` becomes `[N,
    /// C·kernel elements, places of the window]`, and `[C, H, W]` likewise without `N`.
    public static Tensor unfold(Tensor input, PatchOptions options) {
        return Tensor.apply(new Unfold(options), input);
    }

    /// Patches added together to images `[height, width]`, in which each element is the sum of those that [#unfold]
    /// would have taken from it.
    public static Tensor fold(Tensor input, int height, int width, PatchOptions options) {
        return Tensor.apply(new Fold(height, width, options), input);
    }
}
