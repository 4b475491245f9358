package lanewise.autograd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import lanewise.engine.Layout;
import lanewise.engine.Shape;

/// Tensors as PyTorch prints them: four digits, columns of one width, the inside of large tensors left out.
final class TensorText {
    /// Beyond this many elements, only [#EDGE] at either end of a dimension are shown.
    private static final int SUMMARIZED = 1000;

    private static final int EDGE = 3;

    /// What an element looks like.
    private interface Cells {
        String at(int storageIndex);
    }

    private final Layout layout;
    private final Cells cells;
    private final boolean summarized;
    private final int perLine;
    private final StringBuilder text = new StringBuilder("tensor(");

    private TensorText(Layout layout, Cells cells, int width) {
        this.layout = layout;
        this.cells = cells;
        this.summarized = layout.shape().elements() > SUMMARIZED;
        this.perLine = Math.max(1, 72 / (width + 2));
    }

    static String of(Tensor tensor) {
        float[] data = tensor.array().data();
        Layout layout = tensor.array().layout();
        Cells style = floats(data, shown(layout));
        String end = "";
        OperationNode made = tensor.operationNode();
        if (made != null) {
            end = ", operation=" + made.operationName();
        } else if (tensor.requiresGrad()) {
            end = ", requiresGrad=true";
        }
        return of(layout, style, end);
    }

    static String of(LongTensor tensor) {
        long[] data = tensor.array().data();
        return of(tensor.array().layout(), at -> Long.toString(data[at]), "");
    }

    static String of(BoolTensor tensor) {
        boolean[] data = tensor.array().data();
        return of(tensor.array().layout(), at -> Boolean.toString(data[at]), "");
    }

    private static String of(Layout layout, Cells cells, String end) {
        int width = 0;
        for (int at : shown(layout)) {
            width = Math.max(width, cells.at(at).length());
        }
        int column = layout.shape().rank() == 0 ? 0 : width;
        Cells aligned = at -> " ".repeat(Math.max(0, column - cells.at(at).length())) + cells.at(at);
        Shape shape = layout.shape();
        TensorText text = new TensorText(layout, aligned, width);
        if (shape.elements() == 0) {
            text.text.append("[]");
        } else {
            text.write(0, layout.offset());
        }
        String size = shape.elements() == 0 && shape.rank() != 1 ? ", size=" + shape : "";
        return text.text.append(size).append(end).append(')').toString();
    }

    private void write(int dim, int at) {
        int rank = layout.shape().rank();
        if (dim == rank) {
            text.append(cells.at(at));
            return;
        }
        text.append('[');
        int size = layout.shape().dim(dim);
        int column = 0;
        for (int i = 0; i < size; i++) {
            if (skips(size, i)) {
                separate(dim, column++);
                text.append("...");
                i = size - EDGE;
            }
            if (i > 0) {
                separate(dim, column);
            }
            column++;
            write(dim + 1, at + i * layout.stride(dim));
        }
        text.append(']');
    }

    private boolean skips(int size, int i) {
        return summarized && size > 2 * EDGE && i == EDGE;
    }

    /// Between two elements: a blank in a row, otherwise as many line ends as dimensions end.
    private void separate(int dim, int column) {
        int rank = layout.shape().rank();
        text.append(',');
        boolean row = dim == rank - 1;
        if (row && column % perLine != 0) {
            text.append(' ');
            return;
        }
        text.append("\n".repeat(row ? 1 : rank - 1 - dim)).append(" ".repeat("tensor(".length() + dim + 1));
    }

    /// The storage indices of the elements that are shown.
    private static int[] shown(Layout layout) {
        int[] at = {layout.offset()};
        Shape shape = layout.shape();
        boolean summarized = shape.elements() > SUMMARIZED;
        for (int d = 0; d < shape.rank(); d++) {
            int size = shape.dim(d);
            int count = summarized ? Math.min(size, 2 * EDGE) : size;
            int[] next = new int[at.length * count];
            for (int i = 0; i < next.length; i++) {
                int k = i % count;
                int index = count == size || k < EDGE ? k : size - count + k;
                next[i] = at[i / count] + index * layout.stride(d);
            }
            at = next;
        }
        return at;
    }

    /// Whole numbers as `1.`, others with four digits, and with an exponent where the sizes differ too much for
    /// that.
    private static Cells floats(float[] data, int[] shown) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        boolean whole = true;
        for (int at : shown) {
            double size = Math.abs(data[at]);
            if (size != 0 && Double.isFinite(size)) {
                least = Math.min(least, size);
                greatest = Math.max(greatest, size);
                whole &= size == Math.rint(size);
            }
        }
        boolean wide = greatest > 0 && greatest / least > 1000;
        if (greatest > 1e8 || (!whole && (wide || least < 1e-4))) {
            return at -> special(data[at], String.format(Locale.ROOT, "%.4e", data[at]));
        }
        if (whole) {
            return at -> special(data[at], decimal(data[at], 0) + ".");
        }
        return at -> special(data[at], decimal(data[at], 4));
    }

    private static String special(float value, String finite) {
        if (Float.isNaN(value)) {
            return "nan";
        }
        return Float.isInfinite(value) ? value > 0 ? "inf" : "-inf" : finite;
    }

    private static String decimal(float value, int digits) {
        if (!Float.isFinite(value)) {
            return "";
        }
        String text =
                new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        boolean lostSign = value < 0 && !text.startsWith("-"); // rounded to zero
        return lostSign || isNegativeZero(value) ? "-" + text : text;
    }

    private static boolean isNegativeZero(float value) {
        return Float.floatToRawIntBits(value) == Float.floatToRawIntBits(-0f);
    }
}
