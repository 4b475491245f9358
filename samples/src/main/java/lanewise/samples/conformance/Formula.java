package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.autograd.Tensor;
import lanewise.samples.conformance.calls.MissingException;

/// A formula in Python's notation, as `0.5 if epoch < 10 else 0.95 ** (epoch - 10)` or
/// `((A @ x - b) ** 2).sum()`. Its values are numbers, in double, and tensors; a truth value is 1 or 0.
///
/// There are arithmetic, comparisons, `and`, `or`, `not`, the conditional, indices and slices of tensors, and the
/// functions of [FormulaFunction], which are methods of tensors too; the prefixes `math`, `torch`, `F` and the like
/// make no difference. `^` is a power. `lambda epoch:`, `epoch ->` and a name with a colon may come first.
final class Formula {
    private final FormulaParser.Node root;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> arguments;

    private Formula(FormulaParser parser) {
        root = parser.parse();
        names.addAll(parser.names());
        arguments = parser.arguments();
    }

    /// The formula that the text has.
    ///
    /// @throws MissingException if it is none that this class can read
    static Formula of(String text) {
        return new Formula(new FormulaParser(text));
    }

    /// The formulas that the text may be: as Python reads it, and as it is written on paper; see [MathNotation].
    ///
    /// @throws MissingException if this class can read it in no way
    static List<Formula> readings(String text) {
        List<Formula> formulas = new ArrayList<>();
        List<String> texts = new ArrayList<>(List.of(text));
        texts.addAll(MathNotation.readings(text));
        for (String reading : texts) {
            try {
                formulas.add(of(reading));
            } catch (MissingException _) {
                // another may be one
            }
        }
        return formulas.isEmpty() ? List.of(of(text)) : formulas;
    }

    /// The names that need a value.
    Set<String> names() {
        return names;
    }

    /// The value for one number: that of the lambda's argument, or of whatever name there is.
    double at(double number) {
        Map<String, Object> values = new HashMap<>();
        names.forEach(name -> values.put(name, number));
        arguments.forEach(name -> values.put(name, number));
        return FormulaFunction.number(root.value(values));
    }

    /// The value, a tensor.
    Tensor tensor(Map<String, Object> values) {
        return FormulaFunction.tensor(root.value(values));
    }
}
