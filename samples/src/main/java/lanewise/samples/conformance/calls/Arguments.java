package lanewise.samples.conformance.calls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.Index;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import org.jspecify.annotations.Nullable;

/// The arguments of one call, read by the parameters' names. One that was not given has the default of the
/// signature.
///
/// A method for a type throws a [NotExpressibleException] if the value is of another one: a program could not have
/// passed it.
public final class Arguments {
    private final Signature signature;
    private final Map<String, @Nullable Object> values;
    private final Set<String> read = new HashSet<>();

    Arguments(Signature signature, Map<String, @Nullable Object> values) {
        this.signature = signature;
        this.values = values;
    }

    /// Whether there is a value, given or by default, and it is not null.
    public boolean has(String name) {
        return value(name) != null;
    }

    /// Whether the value is a tensor of float32.
    public boolean isTensor(String name) {
        return value(name) instanceof Tensor;
    }

    /// Whether the value is a tensor of int64.
    public boolean isLongs(String name) {
        return value(name) instanceof LongTensor;
    }

    /// Whether the value is a tensor of truth values.
    public boolean isBools(String name) {
        return value(name) instanceof BoolTensor;
    }

    /// Whether the value is a number.
    public boolean isNumber(String name) {
        return value(name) instanceof Number;
    }

    /// Whether the value is a whole number.
    public boolean isInteger(String name) {
        return value(name) instanceof Long;
    }

    /// Whether the value is a truth value.
    public boolean isFlag(String name) {
        return value(name) instanceof Boolean;
    }

    /// Whether the value is a list.
    public boolean isList(String name) {
        return value(name) instanceof List;
    }

    /// Whether the value is a text.
    public boolean isText(String name) {
        return value(name) instanceof String;
    }

    /// A tensor of float32.
    public Tensor tensor(String name) {
        return required(name, Tensor.class);
    }

    /// A tensor of any type.
    public AnyTensor<?> any(String name) {
        return required(name, AnyTensor.class);
    }

    /// A tensor of float32; one of another type as PyTorch's functions of real numbers take it, by `toFloat()`.
    public Tensor promoted(String name) {
        return switch (value(name)) {
            case LongTensor longs -> longs.toFloat();
            case BoolTensor bools -> bools.toFloat();
            case null, default -> tensor(name);
        };
    }

    /// A tensor of int64, or one of truth values by `toLong()`.
    public LongTensor whole(String name) {
        return isBools(name) ? bools(name).toLong() : longs(name);
    }

    /// Whether the value is a tensor of int64 or of truth values.
    public boolean isWhole(String name) {
        return isLongs(name) || isBools(name);
    }

    /// A tensor of float32, or null.
    public @Nullable Tensor optionalTensor(String name) {
        return has(name) ? tensor(name) : null;
    }

    /// A tensor of int64.
    public LongTensor longs(String name) {
        return required(name, LongTensor.class);
    }

    /// A tensor of int64, or null.
    public @Nullable LongTensor optionalLongs(String name) {
        return has(name) ? longs(name) : null;
    }

    /// A tensor of truth values.
    public BoolTensor bools(String name) {
        return required(name, BoolTensor.class);
    }

    /// A tensor of truth values, or null.
    public @Nullable BoolTensor optionalBools(String name) {
        return has(name) ? bools(name) : null;
    }

    /// A list of tensors of float32.
    public List<Tensor> tensors(String name) {
        List<Tensor> tensors = new ArrayList<>();
        for (Object element : required(name, List.class)) {
            if (!(element instanceof Tensor tensor)) {
                throw mismatch(name, element, "Tensor");
            }
            tensors.add(tensor);
        }
        return tensors;
    }

    /// A number.
    public double number(String name) {
        return required(name, Number.class).doubleValue();
    }

    /// A number, or null.
    public @Nullable Double optionalNumber(String name) {
        return has(name) ? (Double) number(name) : null;
    }

    /// A number, rounded to float32.
    public float single(String name) {
        return (float) number(name);
    }

    /// A whole number. A tensor of one takes the place of one too: its `item()`.
    public int integer(String name) {
        Object value = value(name);
        if (value instanceof LongTensor one && one.rank() == 0) {
            return Math.toIntExact(one.item());
        }
        return integer(name, value);
    }

    /// A whole number, or null.
    public @Nullable Integer optionalInteger(String name) {
        return has(name) ? (Integer) integer(name) : null;
    }

    /// A whole number of 64 bits.
    public long longInteger(String name) {
        return required(name, Long.class);
    }

    /// Whole numbers: those of a list, or the one, or none for null.
    public int[] integers(String name) {
        Object value = value(name);
        if (value == null) {
            return new int[0];
        }
        if (!(value instanceof List<?> list)) {
            return new int[] {integer(name)};
        }
        int[] integers = new int[list.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integer(name, list.get(i));
        }
        return integers;
    }

    /// Whole numbers, or null.
    @SuppressWarnings("PMD.ReturnEmptyCollectionRatherThanNull") // none and not given are not the same
    public int @Nullable [] optionalIntegers(String name) {
        return has(name) ? integers(name) : null;
    }

    /// Lists of whole numbers; a number among them stands for a list of one.
    public List<int[]> integerLists(String name) {
        List<int[]> lists = new ArrayList<>();
        for (Object element : required(name, List.class)) {
            List<?> list = element instanceof List<?> several ? several : List.of(element);
            int[] integers = new int[list.size()];
            for (int i = 0; i < integers.length; i++) {
                integers[i] = integer(name, list.get(i));
            }
            lists.add(integers);
        }
        return lists;
    }

    /// As [#integers(String)], as many as `count`: a single one stands for all.
    public int[] integers(String name, int count) {
        int[] integers = integers(name);
        if (integers.length == 1 && count > 1) {
            int[] repeated = new int[count];
            Arrays.fill(repeated, integers[0]);
            return repeated;
        }
        return integers;
    }

    /// A list of whole numbers some of which may be null, or the one number.
    public List<@Nullable Integer> optionalIntegersList(String name) {
        List<@Nullable Integer> integers = new ArrayList<>();
        List<?> list = value(name) instanceof List<?> several ? several : List.of(required(name, Object.class));
        for (Object element : list) {
            integers.add(element == null ? null : (Integer) integer(name, element));
        }
        return integers;
    }

    /// A list of values of any types.
    public List<@Nullable Object> list(String name) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object element : required(name, List.class)) {
            list.add(element);
        }
        return list;
    }

    /// Numbers: those of a list, or the one.
    public double[] numbers(String name) {
        List<?> list = value(name) instanceof List<?> several ? several : List.of(required(name, Number.class));
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(list.get(i) instanceof Number number)) {
                throw mismatch(name, list.get(i), "number");
            }
            numbers[i] = number.doubleValue();
        }
        return numbers;
    }

    /// A truth value.
    public boolean flag(String name) {
        return required(name, Boolean.class);
    }

    /// A text.
    public String text(String name) {
        return required(name, String.class);
    }

    /// A text, or null.
    public @Nullable String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    /// The text of the parameter `reduction`.
    ///
    /// @throws NotExpressibleException if there is no such reduction
    public Reduction reduction() {
        return switch (text("reduction")) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            default -> throw mismatch("reduction", text("reduction"), "Reduction");
        };
    }

    /// The indices in Python's brackets.
    public Index[] indices(String name) {
        return required(name, Index[].class);
    }

    /// The type of elements, or null.
    public @Nullable TypeName type(String name) {
        return has(name) ? required(name, TypeName.class) : null;
    }

    /// The name of a function of `torch.nn.functional`, given as such or as a text.
    public String function(String name) {
        return value(name) instanceof FunctionName function ? function.text() : text(name);
    }

    /// Modules that are built in place.
    List<ModuleCall> modules(String name) {
        List<ModuleCall> modules = new ArrayList<>();
        List<?> list = value(name) instanceof List<?> several ? several : List.of(required(name, ModuleCall.class));
        for (Object element : list) {
            if (!(element instanceof ModuleCall module)) {
                throw mismatch(name, element, "Module");
            }
            modules.add(module);
        }
        return modules;
    }

    /// Checks that nothing was given that was not read, but for nulls and defaults.
    ///
    /// @throws MissingException if something was
    void checkAllRead() {
        values.forEach((name, value) -> {
            boolean harmless = value == null
                    || read.contains(name)
                    || TypeName.FLOAT32.equals(value)
                    || !signature.isRequired(name) && same(value, signature.byDefault(name));
            if (!harmless) {
                throw new MissingException(signature.name() + " with " + name + "=" + described(value));
            }
        });
    }

    private static boolean same(Object value, @Nullable Object other) {
        return value instanceof Number number && other instanceof Number another
                ? number.doubleValue() == another.doubleValue()
                : Objects.equals(value, other);
    }

    private @Nullable Object value(String name) {
        signature.require(name);
        read.add(name);
        return values.containsKey(name) ? values.get(name) : signature.byDefault(name);
    }

    private <T> T required(String name, Class<T> type) {
        Object value = value(name);
        if (!type.isInstance(value)) {
            throw mismatch(name, value, type.getSimpleName());
        }
        return type.cast(value);
    }

    private int integer(String name, @Nullable Object value) {
        if (value instanceof Long number && number == (int) (long) number) {
            return (int) (long) number;
        }
        throw mismatch(name, value, "int");
    }

    private NotExpressibleException mismatch(String name, @Nullable Object value, String type) {
        return new NotExpressibleException(
                signature.name() + " with " + name + "=" + described(value) + ", which is no " + type);
    }

    private static String described(@Nullable Object value) {
        return switch (value) {
            case Tensor tensor -> "a Tensor " + tensor.shape();
            case LongTensor tensor -> "a LongTensor " + tensor.shape();
            case BoolTensor tensor -> "a BoolTensor " + tensor.shape();
            case List<?> list ->
                list.stream().map(Arguments::described).toList().toString();
            case Object[] _ -> "indices";
            case null, default -> String.valueOf(value);
        };
    }
}
