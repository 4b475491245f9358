package lanewise.nn;

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
            return exponent < 0 ? text : new java.math.BigDecimal(text).toPlainString();
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
}
