package lanewise.nn;

import java.util.Arrays;
import lanewise.engine.Shape;

/// Options as Python writes them, for [Module#toString()].
final class Repr {
    private Repr() {}

    /// `True` or `False`.
    static String of(boolean value) {
        return value ? "True" : "False";
    }

    /// `0.1`, and below `0.0001` `1e-05`.
    static String of(double value) {
        String text = Double.toString(value);
        int exponent = text.indexOf("E-");
        if (exponent < 0 || Math.abs(value) >= 1e-4) {
            return exponent < 0
                    ? text
                    : new java.math.BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        String digits = text.substring(0, exponent);
        String power = text.substring(exponent + 2);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + "e-"
                + (power.length() < 2 ? "0" : "") + power;
    }

    /// `(3,)`, `(2, 3)`.
    static String of(Shape shape) {
        String sizes = shape.toString();
        String inner = sizes.substring(1, sizes.length() - 1);
        return "(" + inner + (shape.rank() == 1 ? ",)" : ")");
    }

    /// `2` for sizes that are all the same, otherwise `(2, 3)`.
    static String sizes(int... sizes) {
        boolean same = true;
        for (int size : sizes) {
            same &= size == sizes[0];
        }
        return same ? String.valueOf(sizes[0]) : of(Shape.of(sizes));
    }

    /// One number for each of so many dimensions, of as many or of one for all.
    ///
    /// @throws IllegalArgumentException if there are others
    static int[] each(int[] sizes, int dimensions) {
        if (sizes.length != 1 && sizes.length != dimensions) {
            throw new IllegalArgumentException("a size of " + dimensions + " dimensions is one number, or " + dimensions
                    + ", not " + Arrays.toString(sizes));
        }
        int[] each = new int[dimensions];
        for (int d = 0; d < dimensions; d++) {
            each[d] = sizes[sizes.length == 1 ? 0 : d];
        }
        return each;
    }
}
