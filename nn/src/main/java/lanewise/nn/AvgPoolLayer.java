package lanewise.nn;

import lanewise.engine.Shape;
import lanewise.engine.op.AveragePool;
import lanewise.nn.functional.AvgPoolOptions;

/// Average pooling over some dimensions.
abstract class AvgPoolLayer extends Layer {
    private final int[] kernelSize;
    private final AvgPoolOptions options;
    private final String repr;

    AvgPoolLayer(int dimensions, int[] kernelSize, AvgPoolOptions options) {
        this.kernelSize = Repr.each(kernelSize, dimensions);
        this.options = options;
        int[] stride = options.stride(this.kernelSize);
        int[] padding = options.padding(dimensions);
        // the operation checks the options, and so they are checked here
        new AveragePool(this.kernelSize, stride, padding, options.ceilMode(), options.countIncludePad(), 0);
        this.repr =
                "kernel_size=" + sizes(this.kernelSize) + ", stride=" + sizes(stride) + ", padding=" + sizes(padding);
    }

    /// In PyTorch the layer of one dimension keeps tuples, the others what they were given.
    private static String sizes(int... sizes) {
        return sizes.length == 1 ? Repr.of(Shape.of(sizes)) : Repr.sizes(sizes);
    }

    final int[] kernelSize() {
        return kernelSize;
    }

    final AvgPoolOptions options() {
        return options;
    }

    @Override
    protected final String extraRepr() {
        return repr;
    }
}
