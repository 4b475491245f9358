package lanewise.engine.op;

import java.util.BitSet;
import lanewise.engine.Layout;

/// Which elements of one memory two views have in common.
final class Overlap {
    private Overlap() {}

    /// Whether an element appears in the layout more than once.
    ///
    /// Where each dimension steps over all that the dimensions with smaller strides reach, none does; that holds
    /// for every view but those of repeated elements, and of given strides. For those, all elements are tried.
    static boolean repeats(Layout layout) {
        if (layout.shape().elements() < 2) {
            return false;
        }
        boolean[] taken = new boolean[layout.shape().rank()];
        long reach = 0;
        for (int d = nextInMemory(layout, taken); d >= 0; d = nextInMemory(layout, taken)) {
            if (layout.stride(d) == 0) {
                return true;
            }
            if (layout.stride(d) <= reach) {
                return elements(layout).cardinality() < layout.shape().elements();
            }
            reach += (layout.shape().dim(d) - 1L) * layout.stride(d);
            taken[d] = true;
        }
        return false;
    }

    /// @throws IllegalArgumentException if an element appears in the layout, which is to be written to, more than
    ///     once
    static void checkWritable(String operation, Layout layout) {
        if (repeats(layout)) {
            throw new IllegalArgumentException(operation + ": the array written to (" + layout
                    + ") repeats elements, as after expand; copy it first");
        }
    }

    /// The dimension of more than one index with the smallest stride of those not taken; -1 if there is none.
    private static int nextInMemory(Layout layout, boolean[] taken) {
        int next = -1;
        for (int d = 0; d < taken.length; d++) {
            boolean open = !taken[d] && layout.shape().dim(d) > 1;
            if (open && (next < 0 || layout.stride(d) < layout.stride(next))) {
                next = d;
            }
        }
        return next;
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
    /// Whether an element of one memory is in both.
    static boolean haveElementInCommon(Layout a, Layout b) {
        if (a.shape().elements() == 0 || b.shape().elements() == 0 || last(a) < b.offset() || last(b) < a.offset()) {
            return false;
        }
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
