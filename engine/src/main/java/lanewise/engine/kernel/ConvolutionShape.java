package lanewise.engine.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sizes of a convolution over three dimensions (depth, height, width; those that there are not have size 1):
/// `y [images, groups·outChannels, output...]` from `x [images, groups·inChannels, input...]` and the weight
/// `w [groups·outChannels, inChannels, kernel...]`, all row-major.
///
/// Output positions, counted row by row, are worked on in blocks: a part of one image's positions, or all of
/// several small images. The blocks follow from the sizes alone.
public final class ConvolutionShape {
    /// Columns that are unfolded at a time take so many floats, 256 KiB: half of a common second-level cache.
    private static final int BLOCK_FLOATS = 1 << 16;

    /// Positions of a block: at least so many, if there are.
    private static final int LEAST_POSITIONS = 64;

    /// Output channels an input channel up to which a mirrored convolution is worth its unfolding.
    private static final int MOST_OUTPUTS = 4;

    /// Positions of a block at most.
    private static final int MOST_POSITIONS = 1024;

    final int images;
    final int groups;
    final int inChannels;
    final int outChannels;
    final int[] input;
    final int[] output;
    final int[] kernel;
    final int[] stride;
    final int[] padding;
    final int[] dilation;

    /// The elements of a channel of x.
    final int inputs;

    /// The elements of a channel of y: its positions.
    final int outputs;

    /// The elements of the kernel.
    final int taps;

    /// The products of one element of y.
    final int depth;

    /// A kernel of one element at every position, with nothing around: x is its own matrix of columns.
    final boolean pointwise;

    /// Positions of a block of one image.
    private final int positions;

    /// Images of a block, more than one only if each has few positions.
    private final int imagesOfBlock;

    private final int blocksOfImage;

    /// What the kernels derive of the sizes, made when it is first asked for: a network meets the same sizes in
    /// every step. Threads may make one twice; all are immutable.
    private @Nullable ConvolutionShape mirrored;

    private @Nullable LoweredBlocks lowered;
    private @Nullable LoweredBlocks loweredForWeight;
    private @Nullable List<ConvolutionShape> phases;

    /// All arrays have three elements.
    ///
    /// @param inChannels of one group
    /// @param outChannels of one group
    /// @param padding zeros before the first element, or, below 0, elements that are left out; behind the last
    /// there are as many as the output needs
    public ConvolutionShape(
            int images,
            int groups,
            int inChannels,
            int outChannels,
            int[] input,
            int[] output,
            int[] kernel,
            int[] stride,
            int[] padding,
            int[] dilation) {
        this.images = images;
        this.groups = groups;
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.input = input;
        this.output = output;
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.inputs = input[0] * input[1] * input[2];
        this.outputs = output[0] * output[1] * output[2];
        this.taps = kernel[0] * kernel[1] * kernel[2];
        this.depth = inChannels * taps;
        boolean one = taps == 1;
        for (int d = 0; d < 3; d++) {
            one &= stride[d] == 1 && padding[d] == 0 && input[d] == output[d];
        }
        this.pointwise = one;
        int most = Math.clamp(BLOCK_FLOATS / Math.max(depth, 1), LEAST_POSITIONS, MOST_POSITIONS);
        this.positions = Math.min(most / LEAST_POSITIONS * LEAST_POSITIONS, outputs);
        this.imagesOfBlock =
                outputs >= LEAST_POSITIONS ? 1 : Math.clamp(most / Math.max(outputs, 1), 1, Math.max(images, 1));
        this.blocksOfImage = outputs == 0 ? 0 : GemmBlocking.tiles(outputs, positions);
    }

    /// Whether there are two dimensions at most.
    boolean isFlat() {
        return input[0] == 1 && output[0] == 1 && kernel[0] == 1;
    }

    /// Whether unfolding the gradient of the output takes less than adding up columns.
    boolean isWorthMirroring() {
        return outChannels <= MOST_OUTPUTS * inChannels;
    }

    /// The convolution that gives the gradient of this one's input from that of its output, by the weight mirrored
    /// and with input and output channels exchanged; null where there is none, as with strides, or where unfolding
    /// so many channels would take longer than adding up columns.
    @Nullable
    ConvolutionShape mirrored() {
        ConvolutionShape made = mirrored;
        if (made == null) {
            made = makeMirrored();
            mirrored = made;
        }
        return made;
    }

    /// The blocks that [LoweredConvolution] works on.
    LoweredBlocks lowered() {
        LoweredBlocks made = lowered;
        if (made == null) {
            made = LoweredConvolution.blocks(this);
            lowered = made;
        }
        return made;
    }

    /// The blocks that [LoweredWeightGradient] works on.
    LoweredBlocks loweredForWeight() {
        LoweredBlocks made = loweredForWeight;
        if (made == null) {
            made = LoweredWeightGradient.blocks(this);
            loweredForWeight = made;
        }
        return made;
    }

    /// The convolutions of [PhasedInputGradient] for so many images at a time.
    List<ConvolutionShape> phases(int imagesAtATime) {
        List<ConvolutionShape> made = phases;
        if (made == null || made.getFirst().images != imagesAtATime) {
            made = PhasedInputGradient.phases(this, imagesAtATime);
            phases = made;
        }
        return made;
    }

    private @Nullable ConvolutionShape makeMirrored() {
        if (!isFlat() || !isWorthMirroring()) {
            return null;
        }
        int[] around = new int[3];
        for (int d = 0; d < 3; d++) {
            around[d] = dilation[d] * (kernel[d] - 1) - padding[d];
            if (stride[d] != 1 || around[d] < 0) {
                return null;
            }
        }
        return new ConvolutionShape(
                images,
                groups,
                /* inChannels= */ outChannels,
                /* outChannels= */ inChannels,
                /* input= */ output,
                /* output= */ input,
                kernel,
                stride,
                around,
                dilation);
    }

    /// Whether there is nothing to compute for any element of y.
    boolean isEmpty() {
        return images == 0 || outputs == 0 || groups * outChannels == 0;
    }

    /// How many blocks the positions of all images are divided into.
    int blocks() {
        return GemmBlocking.tiles(images, imagesOfBlock) * blocksOfImage;
    }

    /// The first image of a block.
    int firstImage(int block) {
        return block / blocksOfImage * imagesOfBlock;
    }

    /// How many images a block has.
    int imagesOf(int block) {
        return Math.min(imagesOfBlock, images - firstImage(block));
    }

    /// The first position of a block in its image; 0 if there are several images.
    int firstPosition(int block) {
        return block % blocksOfImage * positions;
    }

    /// How many positions of each of its images a block has.
    int positionsOf(int block) {
        return Math.min(positions, outputs - firstPosition(block));
    }

    /// The most columns of any block.
    int columns() {
        return positions * imagesOfBlock;
    }

    /// Where a channel of a group begins in x.
    int startOfInput(int image, int group, int channel) {
        return ((image * groups + group) * inChannels + channel) * inputs;
    }

    /// Where the first channel of a group begins in y.
    int startOfOutput(int image, int group) {
        return (image * groups + group) * outChannels * outputs;
    }

    /// Where a channel of the input begins in the first row of a group's weight.
    int startOfWeight(int group, int channel) {
        return group * outChannels * depth + channel * taps;
    }
}
