package lanewise.nn;

import lanewise.nn.functional.MaxPoolOptions;

/// Max pooling over some dimensions.
abstract class MaxPoolLayer extends Layer {
    private final int[] kernelSize;
    private final MaxPoolOptions options;
    private final String repr;

    MaxPoolLayer(int dimensions, int[] kernelSize, MaxPoolOptions options) {
        this.kernelSize = Repr.each(kernelSize, dimensions);
        this.options = options;
        int[] stride = options.stride(this.kernelSize);
        int[] padding = options.padding(dimensions);
        int[] dilation = options.dilation(dimensions);
        // the operation checks the options, and so they are checked here
        new lanewise.engine.op.MaxPool(this.kernelSize, stride, padding, dilation, options.ceilMode());
        this.repr = "kernel_size=" + Repr.sizes(kernelSize) + ", stride=" + Repr.sizes(stride) + ", padding="
                + Repr.sizes(padding) + ", dilation=" + Repr.sizes(dilation) + ", ceil_mode="
                + Repr.of(options.ceilMode());
    }

    final int[] kernelSize() {
        return kernelSize;
    }

    final MaxPoolOptions options() {
        return options;
    }

    @Override
    protected final String extraRepr() {
        return repr;
    }
}
