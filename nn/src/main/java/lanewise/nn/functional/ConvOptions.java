package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.engine.op.Convolution;
import org.jspecify.annotations.Nullable;

/// Options of the convolutions. Of stride, padding and dilation one number counts for all dimensions; otherwise
/// there is one for each.
///
/// ```java
/// new ConvOptions().withStride(2).withPadding(1)
/// ```
public final class ConvOptions {
    private static final int[] ONE = {1};
    private static final int[] ZERO = {0};

    /// Padding by what the output should be.
    public enum Padding {
        /// The output is as large as the input; only with stride 1. An odd number of zeros has one more behind.
        SAME,
        /// None.
        VALID,
        /// By numbers.
        GIVEN
    }

    private final int[] stride;
    private final Padding kind;
    private final int[] padding;
    private final int[] outputPadding;
    private final int[] dilation;
    private final int groups;

    /// The operation with these options over so many dimensions, made when it is first asked for: it remembers the
    /// shapes that it met. Threads may make it twice.
    private final @Nullable Convolution[] convolutions = new @Nullable Convolution[4];

    /// PyTorch's defaults: stride 1, no padding, dilation 1, one group.
    public ConvOptions() {
        this(ONE, Padding.GIVEN, ZERO, ZERO, ONE, 1);
    }

    private ConvOptions(int[] stride, Padding kind, int[] padding, int[] outputPadding, int[] dilation, int groups) {
        this.stride = stride;
        this.kind = kind;
        this.padding = padding;
        this.outputPadding = outputPadding;
        this.dilation = dilation;
        this.groups = groups;
    }

    /// The same with another distance from one position of the kernel to the next.
    public ConvOptions withStride(int... stride) {
        return new ConvOptions(stride.clone(), kind, padding, outputPadding, dilation, groups);
    }

    /// The same with so many zeros on either side.
    public ConvOptions withPadding(int... padding) {
        return new ConvOptions(stride, Padding.GIVEN, padding.clone(), outputPadding, dilation, groups);
    }

    /// The same with padding by what the output should be.
    public ConvOptions withPadding(Padding padding) {
        return new ConvOptions(stride, padding, ZERO, outputPadding, dilation, groups);
    }

    /// The same with so many further elements at the end of a transposed convolution's output; convolutions have
    /// none.
    public ConvOptions withOutputPadding(int... outputPadding) {
        return new ConvOptions(stride, kind, padding, outputPadding.clone(), dilation, groups);
    }

    /// The same with another distance from one element of the kernel to the next.
    public ConvOptions withDilation(int... dilation) {
        return new ConvOptions(stride, kind, padding, outputPadding, dilation.clone(), groups);
    }

    /// The same with the channels divided into so many groups, each of which sees its own part of the input.
    public ConvOptions withGroups(int groups) {
        return new ConvOptions(stride, kind, padding, outputPadding, dilation, groups);
    }

    /// The stride of each of so many dimensions.
    ///
    /// @throws IllegalArgumentException if there are others than one or as many
    public int[] stride(int dimensions) {
        return Sizes.each("convolution", "stride", stride, dimensions);
    }

    /// How the padding is given.
    public Padding paddingKind() {
        return kind;
    }

    /// The padding of each of so many dimensions; zeros if it is not [given][Padding#GIVEN].
    ///
    /// @throws IllegalArgumentException if there are others than one or as many
    public int[] padding(int dimensions) {
        return Sizes.each("convolution", "padding", padding, dimensions);
    }

    /// The output padding of each of so many dimensions.
    ///
    /// @throws IllegalArgumentException if there are others than one or as many
    public int[] outputPadding(int dimensions) {
        return Sizes.each("convolution", "outputPadding", outputPadding, dimensions);
    }

    /// Whether an output padding is not 0.
    boolean hasOutputPadding() {
        for (int size : outputPadding) {
            if (size != 0) {
                return true;
            }
        }
        return false;
    }

    /// The dilation of each of so many dimensions.
    ///
    /// @throws IllegalArgumentException if there are others than one or as many
    public int[] dilation(int dimensions) {
        return Sizes.each("convolution", "dilation", dilation, dimensions);
    }

    /// The number of groups.
    public int groups() {
        return groups;
    }

    /// The convolution over so many dimensions; not with padding [Padding#SAME], which needs to know the kernel.
    Convolution convolution(int dimensions) {
        Convolution made = convolutions[dimensions];
        if (made == null) {
            outputPadding(dimensions); // checks how many there are
            int[] zeros = padding(dimensions);
            made = new Convolution(stride(dimensions), zeros, zeros, dilation(dimensions), groups);
            convolutions[dimensions] = made;
        }
        return made;
    }

    /// The zeros in all that keep the output as large as the input, dimension by dimension: `dilation·(kernel −
    /// 1)`.
    ///
    /// @param kernel one number a dimension
    /// @throws IllegalArgumentException if a stride is not 1
    public int[] samePadding(int... kernel) {
        int[] strides = stride(kernel.length);
        int[] total = dilation(kernel.length);
        for (int d = 0; d < kernel.length; d++) {
            if (strides[d] != 1) {
                throw new IllegalArgumentException("convolution: padding SAME needs stride 1, not "
                        + Arrays.toString(strides) + "; give the padding in numbers");
            }
            total[d] *= kernel[d] - 1;
        }
        return total;
    }
}
