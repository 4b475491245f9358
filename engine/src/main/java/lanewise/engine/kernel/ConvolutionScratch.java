package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;

/// One thread's working memory for convolutions, kept for its next one.
final class ConvolutionScratch {
    private static final ThreadLocal<ConvolutionScratch> OF_THREAD = ThreadLocal.withInitial(ConvolutionScratch::new);

    private float[] columns = new float[0];
    private float[] outputs = new float[0];
    private float[] padded = new float[0];
    private float[] weights = new float[0];
    private float[] packed = new float[0];
    private float[] phases = new float[0];
    private int[] offsets = new int[0];
    private int[] places = new int[0];

    private ConvolutionScratch() {}

    static ConvolutionScratch ofThread() {
        return OF_THREAD.get();
    }

    /// Memory for unfolded columns, of undefined content.
    float[] columns(int length) {
        if (columns.length < length + Lanes.PADDING) {
            columns = new float[length + Lanes.PADDING];
        }
        return columns;
    }

    /// Memory for a part of an image with its padding, of undefined content.
    float[] padded(int length) {
        if (padded.length < length + Lanes.PADDING) {
            padded = new float[length + Lanes.PADDING];
        }
        return padded;
    }

    /// Memory for a transposed part of a weight's gradient, of undefined content.
    float[] weights(int length) {
        if (weights.length < length + Lanes.PADDING) {
            weights = new float[length + Lanes.PADDING];
        }
        return weights;
    }

    /// Memory for the outputs, or their gradients, of several images side by side, of undefined content.
    float[] outputs(int length) {
        if (outputs.length < length + Lanes.PADDING) {
            outputs = new float[length + Lanes.PADDING];
        }
        return outputs;
    }

    /// Memory for a weight in strips, which all threads read, of undefined content.
    float[] packed(int length) {
        if (packed.length < length + Lanes.PADDING) {
            packed = new float[length + Lanes.PADDING];
        }
        return packed;
    }

    /// Memory for the phases of an input's gradient, which all threads read, of undefined content.
    float[] phases(int length) {
        if (phases.length < length + Lanes.PADDING) {
            phases = new float[length + Lanes.PADDING];
        }
        return phases;
    }

    /// Memory for where the elements of a kernel are in a lowered block, of undefined content.
    int[] offsets(int length) {
        if (offsets.length < length) {
            offsets = new int[length];
        }
        return offsets;
    }

    /// Memory for where vectors of positions are, of undefined content.
    int[] places(int length) {
        if (places.length < length) {
            places = new int[length];
        }
        return places;
    }
}
