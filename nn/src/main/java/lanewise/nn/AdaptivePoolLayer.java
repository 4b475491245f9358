package lanewise.nn;

import java.util.Arrays;
import java.util.stream.Collectors;
import lanewise.nn.functional.Functional;

/// Pooling to a given size over some dimensions.
abstract class AdaptivePoolLayer extends Layer {
    private final int[] outputSize;
    private final String repr;

    AdaptivePoolLayer(int dimensions, int[] outputSize) {
        this.outputSize = Repr.each(outputSize, dimensions);
        for (int size : outputSize) {
            if (size < Functional.KEEP) {
                throw new IllegalArgumentException(getClass().getSimpleName() + ": the output's size "
                        + Arrays.toString(outputSize) + " must not be negative");
            }
        }
        String sizes = Arrays.stream(outputSize)
                .mapToObj(size -> size == Functional.KEEP ? "None" : String.valueOf(size))
                .collect(Collectors.joining(", "));
        this.repr = "output_size=" + (outputSize.length == 1 ? sizes : "(" + sizes + ")");
    }

    final int[] outputSize() {
        return outputSize;
    }

    @Override
    protected final String extraRepr() {
        return repr;
    }
}
