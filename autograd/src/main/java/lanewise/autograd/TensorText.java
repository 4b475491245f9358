package lanewise.autograd;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import lanewise.engine.Layout;
import lanewise.engine.Shape;

/// Tensors as PyTorch prints them with its first settings, `torch.set_printoptions()`: four digits, columns of one
/// width, lines of 80 characters, and of a large tensor the ends of each dimension.
final class TensorText {
    /// Beyond this many elements, only [#EDGE] at either end of a dimension are shown.
    private static final int SUMMARIZED = 1000;

    private static final int EDGE = 3;
    private static final int LINE = 80;
    private static final String START = "tensor(";

    /// What an element looks like.
    private interface Cells {
        String at(int storageIndex);
    }

    private final Layout layout;
    private final Cells cells;
    private final int width;
    private final boolean summarized;
    private final StringBuilder text = new StringBuilder(START);

    /// @param width of a column; wider cells stand out
    private TensorText(Layout layout, Cells cells, int width) {
        this.layout = layout;
        this.cells = cells;
        this.width = width;
        this.summarized = layout.shape().elements() > SUMMARIZED;
    }

    static String of(Tensor tensor) {
        float[] data = tensor.array().data();
        Layout layout = tensor.array().layout();
        List<String> ends = ends(layout.shape(), "");
        OperationNode made = tensor.operationNode();
        if (made != null) {
            String name = made.operationName();
            ends.add("grad_fn=<" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Backward0>");
        } else if (tensor.requiresGrad()) {
            ends.add("requires_grad=True");
        }
        return floats(layout, data).written(ends);
    }

    static String of(LongTensor tensor) {
        long[] data = tensor.array().data();
        Layout layout = tensor.array().layout();
        return exact(layout, at -> Long.toString(data[at])).written(ends(layout.shape(), "torch.int64"));
    }

    static String of(BoolTensor tensor) {
        boolean[] data = tensor.array().data();
        Layout layout = tensor.array().layout();
        return exact(layout, at -> data[at] ? "True" : "False").written(ends(layout.shape(), "torch.bool"));
    }

    /// What follows the elements: of a tensor that has none its size and type, which nothing else would tell.
    private static List<String> ends(Shape shape, String type) {
        List<String> ends = new ArrayList<>();
        if (shape.elements() == 0) {
            if (shape.rank() != 1) {
                String sizes = shape.toString();
                ends.add("size=(" + sizes.substring(1, sizes.length() - 1) + ")");
            }
            if (!type.isEmpty()) {
                ends.add("dtype=" + type);
            }
        }
        return ends;
    }

    private static TensorText exact(Layout layout, Cells cells) {
        int width = 1;
        for (int at : shown(layout)) {
            width = Math.max(width, cells.at(at).length());
        }
        return new TensorText(layout, cells, width);
    }

    private String written(List<String> ends) {
        if (layout.shape().elements() == 0) {
            text.append("[]");
        } else {
            write(0, layout.offset());
        }
        int column = text.length() - text.lastIndexOf("\n") + 1;
        for (String end : ends) {
            boolean fits = column + end.length() + 2 <= LINE;
            text.append(fits ? ", " : ",\n" + " ".repeat(START.length())).append(end);
            column = fits ? column + end.length() + 2 : START.length() + end.length();
        }
        return text.append(')').toString();
    }

    private void write(int dim, int at) {
        int rank = layout.shape().rank();
        if (dim >= rank - 1) {
            writeRow(dim, at);
            return;
        }
        int size = layout.shape().dim(dim);
        int left = summarized && size > 2 * EDGE ? size - 2 * EDGE : 0;
        text.append('[');
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                newLine(dim, rank - 1 - dim);
            }
            if (left > 0 && i == EDGE) {
                text.append("...");
                newLine(dim, rank - 1 - dim);
                i += left;
            }
            write(dim + 1, at + i * layout.stride(dim));
        }
        text.append(']');
    }

    private void writeRow(int dim, int at) {
        if (layout.shape().rank() == 0) {
            text.append(cell(at));
            return;
        }
        int size = layout.shape().dim(dim);
        int left = summarized && size > 2 * EDGE ? size - 2 * EDGE : 0;
        int perLine = Math.max(1, (LINE - START.length() - dim) / (width + 2));
        int count = left > 0 ? 2 * EDGE + 1 : size;
        text.append('[');
        for (int i = 0; i < count; i++) {
            if (i > 0 && i % perLine == 0) {
                newLine(dim, 1);
            } else if (i > 0) {
                text.append(", ");
            }
            int index = left > 0 && i > EDGE ? i + left - 1 : i;
            text.append(left > 0 && i == EDGE ? " ..." : cell(at + index * layout.stride(dim)));
        }
        text.append(']');
    }

    private void newLine(int dim, int lines) {
        text.append(',').append("\n".repeat(lines)).append(" ".repeat(START.length() + dim + 1));
    }

    private String cell(int at) {
        String cell = cells.at(at);
        return " ".repeat(Math.max(0, width - cell.length())) + cell;
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

    /// Whole numbers as `1.`, others with four digits, and both with an exponent where their sizes differ too much
    /// for that. What is 0, infinite or NaN does not count, and takes the width that it needs.
    private static TensorText floats(Layout layout, float[] data) {
        int[] shown = shown(layout);
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        boolean whole = true;
        for (int at : shown) {
            double size = Math.abs(data[at]);
            if (counts(data[at])) {
                least = Math.min(least, size);
                greatest = Math.max(greatest, size);
                whole &= size == Math.rint(size);
            }
        }
        boolean exponents = greatest / least > 1000 || greatest > 1e8 || !whole && least < 1e-4;
        boolean points = whole && !exponents;
        Cells cells = exponents
                ? at -> special(data[at], scientific(data[at]))
                : points
                        ? at -> special(data[at], decimal(data[at], 0) + ".")
                        : at -> special(data[at], decimal(data[at], 4));
        int width = 1;
        for (int at : shown) {
            width = counts(data[at]) ? Math.max(width, cells.at(at).length()) : width;
        }
        return new TensorText(layout, cells, width);
    }

    private static boolean counts(float value) {
        return value != 0 && Float.isFinite(value);
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

    /// As C writes it: one digit, four more, and an exponent of at least two.
    private static String scientific(float value) {
        if (!Float.isFinite(value)) {
            return "";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(5, RoundingMode.HALF_EVEN));
        int exponent = value == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String digits = rounded.movePointLeft(exponent)
                .setScale(4, RoundingMode.UNNECESSARY)
                .toPlainString();
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (isNegativeZero(value) ? "-" : "") + digits + "e" + power;
    }

    private static boolean isNegativeZero(float value) {
        return Float.floatToRawIntBits(value) == Float.floatToRawIntBits(-0f);
    }
}
