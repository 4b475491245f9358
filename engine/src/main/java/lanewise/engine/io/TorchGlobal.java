package lanewise.engine.io;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a pickle may name: the functions that build tensors and dicts, and the types that these take. They are
/// names only: what PyTorch or Python has under them is never looked up.
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
enum TorchGlobal {
    ORDERED_DICT("collections.OrderedDict", TorchGlobal::orderedDict),
    DEFAULT_DICT("collections.defaultdict", TorchGlobal::defaultDict),
    /// `MultiStepLR` has its milestones in one.
    COUNTER("collections.Counter", TorchGlobal::counter),
    SIZE("torch.Size", TorchGlobal::size),
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2", TorchGlobal::tensorV2),
    /// For the types that have no storage class of their own, from PyTorch 2.1 on.
    REBUILD_TENSOR_V3("torch._utils._rebuild_tensor_v3", TorchGlobal::tensorV3),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter", TorchGlobal::parameter),
    REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state", TorchGlobal::parameterWithState),

    FLOAT_STORAGE("torch.FloatStorage", Dtype.F32),
    DOUBLE_STORAGE("torch.DoubleStorage", Dtype.F64),
    HALF_STORAGE("torch.HalfStorage", Dtype.F16),
    BFLOAT16_STORAGE("torch.BFloat16Storage", Dtype.BF16),
    LONG_STORAGE("torch.LongStorage", Dtype.I64),
    INT_STORAGE("torch.IntStorage", Dtype.I32),
    SHORT_STORAGE("torch.ShortStorage", Dtype.I16),
    CHAR_STORAGE("torch.CharStorage", Dtype.I8),
    BYTE_STORAGE("torch.ByteStorage", Dtype.U8),
    BOOL_STORAGE("torch.BoolStorage", Dtype.BOOL),
    UNTYPED_STORAGE("torch.storage.UntypedStorage"),

    FLOAT32("torch.float32", Dtype.F32),
    FLOAT64("torch.float64", Dtype.F64),
    FLOAT16("torch.float16", Dtype.F16),
    BFLOAT16("torch.bfloat16", Dtype.BF16),
    INT64("torch.int64", Dtype.I64),
    INT32("torch.int32", Dtype.I32),
    INT16("torch.int16", Dtype.I16),
    INT8("torch.int8", Dtype.I8),
    UINT8("torch.uint8", Dtype.U8),
    UINT16("torch.uint16", Dtype.U16),
    UINT32("torch.uint32", Dtype.U32),
    UINT64("torch.uint64", Dtype.U64),
    BOOL("torch.bool", Dtype.BOOL),

    /// For tensors that are of a class of their own, or have attributes.
    REBUILD_FROM_TYPE("torch._tensor._rebuild_from_type_v2", TorchGlobal::tensorOfType),
    TENSOR("torch.Tensor"),
    PARAMETER("torch.nn.parameter.Parameter"),
    BUFFER("torch.nn.parameter.Buffer"),
    DEVICE("torch.device", PlainValue::device),

    /// What makes plain values of numpy's and Python's.
    NUMPY_DTYPE("numpy.dtype", NumpyType::of),
    NUMPY_SCALAR("numpy.core.multiarray.scalar", NumpyType::scalar),
    ENCODE("_codecs.encode", PlainValue::encode),
    BYTEARRAY("builtins.bytearray", PlainValue::bytearray),
    BYTES("builtins.bytes", PlainValue::bytearray),
    SET("builtins.set", PlainValue::set),
    FROZENSET("builtins.frozenset", PlainValue::set),

    /// `OneCycleLR` up to PyTorch 2.1 has a method in its state, and with that itself and its optimizer. They are
    /// passed over.
    GETATTR("builtins.getattr", PlainValue::attribute),
    ONE_CYCLE_OBJECT("torch.optim.lr_scheduler.OneCycleLR"),
    SGD_OBJECT("torch.optim.sgd.SGD"),
    ADAM_OBJECT("torch.optim.adam.Adam"),
    ADAMW_OBJECT("torch.optim.adamw.AdamW"),
    ADAMAX_OBJECT("torch.optim.adamax.Adamax"),
    NADAM_OBJECT("torch.optim.nadam.NAdam"),
    RADAM_OBJECT("torch.optim.radam.RAdam"),
    RMSPROP_OBJECT("torch.optim.rmsprop.RMSprop"),

    /// What a `defaultdict` would make for a key that is missing.
    DICT("builtins.dict"),
    LIST("builtins.list"),
    INT("builtins.int"),
    FLOAT("builtins.float");

    private static final Map<String, TorchGlobal> BY_NAME = new HashMap<>();

    static {
        for (TorchGlobal global : values()) {
            BY_NAME.put(global.fullName, global);
        }
        BY_NAME.put("torch.UntypedStorage", UNTYPED_STORAGE);
        BY_NAME.put("numpy._core.multiarray.scalar", NUMPY_SCALAR); // from numpy 2 on
    }

    /// Module and name.
    final String fullName;

    /// Of a storage's elements, or the type itself.
    final @Nullable Dtype dtype;

    private final @Nullable Function function;

    TorchGlobal(String fullName) {
        this(fullName, null, null);
    }

    TorchGlobal(String fullName, Dtype dtype) {
        this(fullName, dtype, null);
    }

    TorchGlobal(String fullName, Function function) {
        this(fullName, null, function);
    }

    TorchGlobal(String fullName, @Nullable Dtype dtype, @Nullable Function function) {
        this.fullName = fullName;
        this.dtype = dtype;
        this.function = function;
    }

    @FunctionalInterface
    private interface Function {
        Object call(List<@Nullable Object> arguments) throws FileFormatException;
    }

    /// The global of this name.
    ///
    /// @throws FileFormatException if it is not one of those here
    static TorchGlobal named(String module, String name) throws FileFormatException {
        // protocol 2 names the module as Python 2 did
        TorchGlobal global = BY_NAME.get((module.equals("__builtin__") ? "builtins" : module) + "." + name);
        if (global == null) {
            String shown = Pickled.shown(module + "." + name);
            throw new FileFormatException("global " + shown.substring(1, shown.lastIndexOf('"'))
                    + " is not one of those that a state dict needs; refused. In Python, save tensors and plain"
                    + " values only: torch.save(model.state_dict(), path), not torch.save(model, path);"
                    + " torch.from_numpy(array) for an array of numpy, list(values) or vars(value) for an object");
        }
        return global;
    }

    boolean isStorage() {
        return name().endsWith("_STORAGE");
    }

    boolean isDtype() {
        return dtype != null && !isStorage();
    }

    /// Whether it is a class of which an object is passed over.
    boolean isObject() {
        return name().endsWith("_OBJECT");
    }

    /// What the function returns.
    ///
    /// @throws FileFormatException if this is none, or the arguments are not what it takes
    Object call(List<@Nullable Object> arguments) throws FileFormatException {
        if (function == null) {
            throw new FileFormatException("global " + fullName + " is no function, and is called");
        }
        try {
            return function.call(arguments);
        } catch (FileFormatException e) {
            throw new FileFormatException(fullName + ": " + e.getMessage());
        }
    }

    private static Object orderedDict(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 0, 0);
        return new LinkedHashMap<>();
    }

    /// What it makes for missing keys does not matter.
    private static Object defaultDict(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 0, 1);
        return new LinkedHashMap<>();
    }

    private static Object counter(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 0, 1);
        return arguments.isEmpty() ? new LinkedHashMap<>() : Arguments.get(arguments, 0, Map.class, "a dict");
    }

    private static Object size(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 1, 1);
        return Arguments.get(arguments, 0, Pickled.Tuple.class, "a tuple");
    }

    /// `(storage, offset, sizes, strides, requires_grad, backward_hooks[, metadata])`
    private static Object tensorV2(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 6, 7);
        checkNoMetadata(arguments, 6);
        return tensor(Arguments.get(arguments, 0, TorchStorage.class, "a storage"), arguments);
    }

    /// `(storage, offset, sizes, strides, requires_grad, backward_hooks, dtype[, metadata])`
    private static Object tensorV3(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 7, 8);
        checkNoMetadata(arguments, 7);
        TorchStorage storage = Arguments.get(arguments, 0, TorchStorage.class, "a storage");
        Dtype dtype = Arguments.get(arguments, 6, TorchGlobal.class, "a dtype").dtype;
        if (dtype == null || storage.dtype() != null) {
            throw new FileFormatException("needs an untyped storage and a dtype");
        }
        return tensor(storage.as(dtype), arguments);
    }

    private static TorchTensor tensor(TorchStorage storage, List<@Nullable Object> arguments)
            throws FileFormatException {
        long offset = Arguments.get(arguments, 1, Long.class, "a whole number");
        Pickled.Tuple sizes = Arguments.get(arguments, 2, Pickled.Tuple.class, "a tuple");
        Pickled.Tuple strides = Arguments.get(arguments, 3, Pickled.Tuple.class, "a tuple");
        return TorchTensor.of(storage, offset, sizes.items(), strides.items());
    }

    /// `(tensor, requires_grad, backward_hooks)`
    private static Object parameter(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 3, 3);
        return Arguments.get(arguments, 0, TorchTensor.class, "a tensor");
    }

    /// `(tensor, requires_grad, backward_hooks, attributes)`
    private static Object parameterWithState(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 4, 4);
        return Arguments.get(arguments, 0, TorchTensor.class, "a tensor");
    }

    /// `(function, type, arguments, state)`: what the function makes of the arguments.
    private static Object tensorOfType(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 4, 4);
        TorchGlobal function = Arguments.get(arguments, 0, TorchGlobal.class, "a function");
        TorchGlobal type = Arguments.get(arguments, 1, TorchGlobal.class, "a type");
        if (function != REBUILD_TENSOR_V2 && function != REBUILD_TENSOR_V3
                || type != TENSOR && type != PARAMETER && type != BUFFER) {
            throw new FileFormatException("makes a " + type.fullName + " by " + function.fullName
                    + "; only tensors and parameters can be read");
        }
        Pickled.Tuple own = Arguments.get(arguments, 2, Pickled.Tuple.class, "a tuple");
        return function.call(own.items());
    }

    /// Bits that make PyTorch negate or conjugate what is in the storage.
    private static void checkNoMetadata(List<@Nullable Object> arguments, int index) throws FileFormatException {
        if (arguments.size() > index
                && arguments.get(index) != null
                && !(arguments.get(index) instanceof Map<?, ?> metadata && metadata.isEmpty())) {
            throw new FileFormatException("the tensor has metadata, which are not read: it is negated or conjugated;"
                    + " save tensor.resolve_neg().resolve_conj()");
        }
    }
}
