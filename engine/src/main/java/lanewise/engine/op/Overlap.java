package lanewise.engine.op;

import java.util.BitSet;
import lanewise.engine.Layout;

/// Which elements of one memory two views have in common.
final class Overlap {
    private Overlap() {}

    /// Whether an element appears in the layout more than once. Views do that by repeating along a dimension only.
    static boolean repeats(Layout layout) {
        if (layout.shape().elements() == 0) {
            return false;
        }
        for (int d = 0; d < layout.shape().rank(); d++) {
            if (layout.stride(d) == 0 && layout.shape().dim(d) > 1) {
                return true;
            }
        }
        return false;
    }

    /// Whether writing each element of `written` right after reading the one of `read` (broadcast to it) can read
    /// what was written for another element.
    static boolean isHarmful(Layout written, Layout read) {
        if (written.shape().elements() == 0 || haveSameElements(written, read.expand(written.shape()))) {
            return false;
        }
        int begin = Math.max(written.offset(), read.offset());
        int end = Math.min(last(written), last(read));
        return begin <= end && haveElementInCommon(written, read);
    }

    /// Whether both have the same element at every index: dimensions of size 1 may have any stride.
    static boolean haveSameElements(Layout a, Layout b) {
        if (a.offset() != b.offset()) {
            return false;
        }
        for (int d = 0; d < a.shape().rank(); d++) {
            if (a.shape().dim(d) > 1 && a.stride(d) != b.stride(d)) {
                return false;
            }
        }
        return true;
    }

    private static int last(Layout layout) {
        int at = layout.offset();
        for (int d = 0; d < layout.shape().rank(); d++) {
            at += (layout.shape().dim(d) - 1) * layout.stride(d);
        }
        return at;
    }

    /// By trying all: two views of one memory whose ranges cross are rare.
    private static boolean haveElementInCommon(Layout a, Layout b) {
        return elements(a).intersects(elements(b));
    }

    private static BitSet elements(Layout layout) {
        BitSet elements = new BitSet(last(layout) + 1);
        mark(elements, layout, 0, layout.offset());
        return elements;
    }

    private static void mark(BitSet elements, Layout layout, int dimension, int at) {
        if (dimension == layout.shape().rank()) {
            elements.set(at);
            return;
        }
        for (int i = 0; i < layout.shape().dim(dimension); i++) {
            mark(elements, layout, dimension + 1, at + i * layout.stride(dimension));
        }
    }
}
