package lanewise.engine;

import java.util.function.IntConsumer;

/// The storage indices of a layout's elements, in row-major order, one after another. For slow paths only: what is
/// hot walks its inner dimension in a kernel.
final class StridedWalk {
    private final Layout layout;
    private final int[] position;
    private int at;

    StridedWalk(Layout layout) {
        this.layout = layout;
        this.position = new int[layout.shape().rank()];
        this.at = layout.offset();
    }

    /// The next element's index. Called at most once an element.
    int next() {
        int current = at;
        for (int d = position.length - 1; d >= 0; d--) {
            int stride = layout.stride(d);
            if (++position[d] < layout.shape().dim(d)) {
                at += stride;
                break;
            }
            at -= (position[d] - 1) * stride;
            position[d] = 0;
        }
        return current;
    }

    /// Visits every element's index.
    void forEach(IntConsumer visitor) {
        for (int i = layout.shape().elements(); i > 0; i--) {
            visitor.accept(next());
        }
    }
}
