package lanewise.samples.conformance;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.L1Loss;
import lanewise.nn.MSELoss;
import lanewise.samples.conformance.calls.MissingException;

/// A function in a [Formula], of numbers or of tensors.
interface FormulaFunction {
    /// The functions of one value.
    Map<String, UnaryOperator<Object>> UNARY = Map.ofEntries(
            entry("exp", elementwise(Math::exp, Tensor::exp)),
            entry("log", elementwise(Math::log, Tensor::log)),
            entry("log1p", elementwise(Math::log1p, x -> x.add(1).log())),
            entry("sqrt", elementwise(Math::sqrt, Tensor::sqrt)),
            entry("sin", elementwise(Math::sin, Tensor::sin)),
            entry("cos", elementwise(Math::cos, Tensor::cos)),
            entry("tanh", elementwise(Math::tanh, Tensor::tanh)),
            entry("sigmoid", elementwise(x -> 1 / (1 + Math.exp(-x)), Tensor::sigmoid)),
            entry(
                    "softplus",
                    elementwise(
                            x -> Math.log1p(Math.exp(x)), x -> x.exp().add(1).log())),
            entry("relu", elementwise(x -> Math.max(x, 0), Tensor::relu)),
            entry("abs", elementwise(Math::abs, Tensor::abs)),
            entry("square", elementwise(x -> x * x, Tensor::square)),
            entry("floor", elementwise(Math::floor, _ -> {
                throw new MissingException("floor of a tensor");
            })),
            entry("int", elementwise(x -> x < 0 ? Math.ceil(x) : Math.floor(x), x -> x)),
            entry("float", elementwise(x -> x, x -> x)),
            entry("sum", elementwise(x -> x, x -> x.sum())),
            entry("mean", elementwise(x -> x, x -> x.mean())),
            entry("norm", elementwise(Math::abs, x -> x.square().sum().sqrt())),
            entry("t", elementwise(x -> x, Tensor::t)),
            entry("T", elementwise(x -> x, Tensor::t)));

    /// The functions of two values.
    Map<String, BinaryOperator<Object>> BINARY = Map.ofEntries(
            entry("pow", (x, y) -> binary("**", x, y)),
            entry("dot", (x, y) -> tensor(x).dot(tensor(y))),
            entry("matmul", (x, y) -> binary("@", x, y)),
            entry("mv", (x, y) -> binary("@", x, y)),
            entry("cross_entropy", (x, y) -> new CrossEntropyLoss().call(tensor(x), (LongTensor) y)),
            entry("l1_loss", (x, y) -> new L1Loss().call(tensor(x), tensor(y))),
            entry("mse_loss", (x, y) -> new MSELoss().call(tensor(x), tensor(y))));

    /// Its value.
    Object apply(List<Object> arguments);

    /// The function of that name, or null.
    static FormulaFunction named(String name, int arguments) {
        if (arguments == 1 && UNARY.containsKey(name)) {
            return values -> UNARY.get(name).apply(values.getFirst());
        }
        if (arguments == 2 && BINARY.containsKey(name)) {
            return values -> BINARY.get(name).apply(values.get(0), values.get(1));
        }
        return switch (name) {
            case "max" ->
                values -> values.stream()
                        .mapToDouble(FormulaFunction::number)
                        .max()
                        .orElseThrow();
            case "min" ->
                values -> values.stream()
                        .mapToDouble(FormulaFunction::number)
                        .min()
                        .orElseThrow();
            default -> null;
        };
    }

    /// An operation of two values, by Python's rules.
    static Object binary(String operator, Object left, Object right) {
        return left instanceof Double x && right instanceof Double y
                ? (Object) numbers(operator, x, y)
                : tensors(operator, left, right);
    }

    /// Whether the comparison holds.
    static boolean compare(String operator, double left, double right) {
        return switch (operator) {
            case "<" -> left < right;
            case "<=" -> left <= right;
            case ">" -> left > right;
            case ">=" -> left >= right;
            case "==" -> left == right;
            default -> left != right;
        };
    }

    /// The value, which must be a number.
    static double number(Object value) {
        return value instanceof Tensor tensor ? tensor.item() : (Double) value;
    }

    /// The value, which must be a tensor.
    static Tensor tensor(Object value) {
        if (value instanceof Tensor tensor) {
            return tensor;
        }
        if (value instanceof LongTensor whole) {
            return whole.toFloat();
        }
        throw new IllegalArgumentException("the formula gives " + value + ", not a tensor");
    }

    private static double numbers(String operator, double x, double y) {
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*", "@" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> x - y * Math.floor(x / y);
            case "**" -> Math.pow(x, y);
            default -> throw new MissingException(operator + " of numbers in a formula");
        };
    }

    private static Tensor tensors(String operator, Object left, Object right) {
        if (operator.equals("**") && right instanceof Double exponent) {
            return exponent == 2 ? tensor(left).square() : tensor(left).pow(exponent.floatValue());
        }
        if (operator.equals("@") && (left instanceof Double || right instanceof Double)) {
            return tensors("*", left, right); // a number beside a tensor, on paper
        }
        Tensor x = left instanceof Double number ? Tensor.scalar(number.floatValue()) : tensor(left);
        Tensor y = right instanceof Double number ? Tensor.scalar(number.floatValue()) : tensor(right);
        return switch (operator) {
            case "+" -> x.add(y);
            case "-" -> x.sub(y);
            case "*" -> x.mul(y);
            case "/" -> x.div(y);
            case "@" -> x.matmul(y);
            case "**" -> x.pow(y);
            default -> throw new MissingException(operator + " of tensors in a formula");
        };
    }

    private static UnaryOperator<Object> elementwise(DoubleUnaryOperator ofNumber, UnaryOperator<Tensor> ofTensor) {
        return value -> value instanceof Double number
                ? (Object) ofNumber.applyAsDouble(number)
                : ofTensor.apply(tensor(value));
    }
}
