package lanewise.engine.io;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs a pickle of protocol 2 to 5 as far as a state dict needs it. A pickle is a program for a machine with a
/// stack and a memo; see `Lib/pickletools.py` of Python for each instruction.
///
/// The machine builds [Pickled] values and nothing else. A name in the pickle is looked up in [TorchGlobal], and
/// what is not there is refused. Each instruction makes at most one object and shares what is there already, so
/// memory grows with the pickle's length; there is no recursion.
final class Unpickler {
    private static final int MIN_PROTOCOL = 2;
    private static final int MAX_PROTOCOL = 5;

    private final PickleInput in;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();

    /// The heights of the stack at the marks that are open.
    private final List<Integer> marks = new ArrayList<>();

    private Unpickler(byte[] pickle) {
        in = new PickleInput(pickle);
    }

    /// The value that the pickle builds.
    ///
    /// @throws FileFormatException with the byte of the instruction that is malformed or not carried out
    static @Nullable Object run(byte[] pickle) throws FileFormatException {
        Unpickler machine = new Unpickler(pickle);
        int at = 0;
        try {
            machine.begin();
            Opcode opcode;
            do {
                at = machine.in.position();
                opcode = machine.in.opcode();
                machine.execute(opcode);
            } while (opcode != Opcode.STOP);
            return machine.end();
        } catch (FileFormatException e) {
            throw new FileFormatException("data.pkl, byte " + at + ": " + e.getMessage());
        }
    }

    private void begin() throws FileFormatException {
        if (in.remaining() < 2 || in.opcode() != Opcode.PROTO) {
            throw new FileFormatException("a pickle of protocol 2 or later begins with PROTO");
        }
        checkProtocol();
    }

    private void checkProtocol() throws FileFormatException {
        int protocol = in.unsignedByte();
        if (protocol < MIN_PROTOCOL || protocol > MAX_PROTOCOL) {
            throw new FileFormatException("the pickle's protocol is " + protocol + "; " + MIN_PROTOCOL + " to "
                    + MAX_PROTOCOL + " can be read");
        }
    }

    private @Nullable Object end() throws FileFormatException {
        Object result = pop();
        if (!stack.isEmpty() || !marks.isEmpty() || in.remaining() > 0) {
            throw new FileFormatException(
                    "STOP leaves " + stack.size() + " values on the stack and " + in.remaining() + " bytes behind it");
        }
        return result;
    }

    private void execute(Opcode opcode) throws FileFormatException {
        switch (opcode) {
            case PROTO -> checkProtocol();
            case FRAME -> in.checkedLength(in.signedLong());
            case STOP -> {}
            case NONE -> stack.add(null);
            case NEWTRUE -> stack.add(true);
            case NEWFALSE -> stack.add(false);
            case BININT -> stack.add((long) in.signedInt());
            case BININT1 -> stack.add((long) in.unsignedByte());
            case BININT2 -> stack.add((long) Short.toUnsignedInt((short) in.signedShort()));
            case LONG1 -> stack.add(in.wholeNumber(in.unsignedByte()));
            case LONG4 -> stack.add(in.wholeNumber(in.signedInt()));
            case BINFLOAT -> stack.add(in.float64());
            case SHORT_BINUNICODE -> stack.add(in.text(in.unsignedByte()));
            case BINUNICODE -> stack.add(in.text(in.unsignedInt()));
            case BINUNICODE8 -> stack.add(in.text(in.signedLong()));
            case SHORT_BINBYTES -> stack.add(in.binary(in.unsignedByte()));
            case BINBYTES -> stack.add(in.binary(in.unsignedInt()));
            case BINBYTES8, BYTEARRAY8 -> stack.add(in.binary(in.signedLong()));
            case EMPTY_TUPLE -> stack.add(new Pickled.Tuple(List.of()));
            case TUPLE1 -> stack.add(new Pickled.Tuple(popLast(1)));
            case TUPLE2 -> stack.add(new Pickled.Tuple(popLast(2)));
            case TUPLE3 -> stack.add(new Pickled.Tuple(popLast(3)));
            case TUPLE -> stack.add(new Pickled.Tuple(popToMark()));
            case EMPTY_LIST, EMPTY_SET -> stack.add(new ArrayList<>());
            case LIST, FROZENSET -> stack.add(popToMark());
            case APPEND -> append(popLast(1));
            case APPENDS, ADDITEMS -> append(popToMark());
            case EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case DICT -> newDict(popToMark());
            case SETITEM -> set(popLast(2));
            case SETITEMS -> set(popToMark());
            case MARK -> marks.add(stack.size());
            case POP -> popOrUnmark();
            case POP_MARK -> popToMark();
            case DUP -> stack.add(top());
            case MEMOIZE -> memo.put((long) memo.size(), top());
            case BINPUT -> memo.put((long) in.unsignedByte(), top());
            case LONG_BINPUT -> memo.put(in.unsignedInt(), top());
            case BINGET -> stack.add(remembered(in.unsignedByte()));
            case LONG_BINGET -> stack.add(remembered(in.unsignedInt()));
            case GLOBAL -> stack.add(TorchGlobal.named(in.line(), in.line()));
            case STACK_GLOBAL -> stackGlobal();
            case BINPERSID -> stack.add(TorchStorage.of(pop()));
            case REDUCE -> reduce();
            case NEWOBJ -> newObject();
            case BUILD -> build();
            default ->
                throw new FileFormatException(
                        "the instruction " + opcode + " is not one of those that a state dict needs; refused");
        }
    }

    private void append(List<@Nullable Object> items) throws FileFormatException {
        if (!(top() instanceof List<?>)) {
            throw new FileFormatException("appends to " + Pickled.kind(top()) + ", which is no list");
        }
        @SuppressWarnings("unchecked") // only this class makes lists
        List<@Nullable Object> list = (List<@Nullable Object>) top();
        list.addAll(items);
    }

    private void newDict(List<@Nullable Object> items) throws FileFormatException {
        stack.add(new LinkedHashMap<>());
        set(items);
    }

    private void set(List<@Nullable Object> items) throws FileFormatException {
        if (!(top() instanceof Map<?, ?>)) {
            throw new FileFormatException("sets an item of " + Pickled.kind(top()) + ", which is no dict");
        }
        if (items.size() % 2 != 0) {
            throw new FileFormatException("a dict is given " + items.size() + " keys and values, an odd number");
        }
        @SuppressWarnings("unchecked") // only this class makes dicts
        Map<Object, @Nullable Object> dict = (Map<Object, @Nullable Object>) top();
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Long)) {
                throw new FileFormatException(
                        "a key is " + Pickled.kind(key) + "; keys of a state are texts or whole numbers");
            }
            dict.put(key, items.get(i + 1));
        }
    }

    private void stackGlobal() throws FileFormatException {
        List<@Nullable Object> names = popLast(2);
        if (!(names.get(0) instanceof String module && names.get(1) instanceof String name)) {
            throw new FileFormatException(
                    "a global is named by " + Pickled.kind(names.get(0)) + " and " + Pickled.kind(names.get(1)));
        }
        stack.add(TorchGlobal.named(module, name));
    }

    private void reduce() throws FileFormatException {
        List<@Nullable Object> call = popLast(2);
        if (!(call.get(0) instanceof TorchGlobal function)) {
            throw new FileFormatException("calls " + Pickled.kind(call.get(0)) + ", which is no function");
        }
        if (!(call.get(1) instanceof Pickled.Tuple arguments)) {
            throw new FileFormatException(
                    "calls " + function.fullName + " with " + Pickled.kind(call.get(1)) + ", not with a tuple");
        }
        stack.add(function.call(arguments.items()));
    }

    /// An object of one of the classes that are passed over: its name.
    private void newObject() throws FileFormatException {
        List<@Nullable Object> parts = popLast(2);
        if (!(parts.get(0) instanceof TorchGlobal type && type.isObject())) {
            throw new FileFormatException("makes an object of " + Pickled.kind(parts.get(0))
                    + "; only tensors and plain values are built here");
        }
        stack.add(new Pickled.Named(type.fullName));
    }

    /// Gives attributes to an `OrderedDict`: a module's state has `_metadata`, the versions of its layers, which
    /// nobody here asks for. Nor does anybody for those of an object that is passed over.
    private void build() throws FileFormatException {
        Object attributes = pop();
        if (top() instanceof NumpyType type) {
            type.build(attributes);
            return;
        }
        if (attributes instanceof Map<?, ?> && top() instanceof Pickled.Named) {
            return;
        }
        if (!(attributes instanceof Map<?, ?>) || !(top() instanceof Map<?, ?>)) {
            throw new FileFormatException("gives " + Pickled.kind(attributes) + " as attributes to "
                    + Pickled.kind(top()) + "; only a dict has some");
        }
    }

    private @Nullable Object remembered(long index) throws FileFormatException {
        if (!memo.containsKey(index)) {
            throw new FileFormatException("nothing has been remembered as number " + index);
        }
        return memo.get(index);
    }

    private @Nullable Object top() throws FileFormatException {
        checkHeight(1);
        return stack.getLast();
    }

    private @Nullable Object pop() throws FileFormatException {
        checkHeight(1);
        return stack.removeLast();
    }

    /// As Python does: takes a mark away if nothing lies above it.
    private void popOrUnmark() throws FileFormatException {
        if (!marks.isEmpty() && marks.getLast() == stack.size()) {
            marks.removeLast();
        } else {
            pop();
        }
    }

    /// The last values, in a new list.
    private List<@Nullable Object> popLast(int count) throws FileFormatException {
        checkHeight(count);
        return cut(stack.size() - count);
    }

    private List<@Nullable Object> popToMark() throws FileFormatException {
        if (marks.isEmpty()) {
            throw new FileFormatException("there is no mark on the stack");
        }
        return cut(marks.removeLast());
    }

    private List<@Nullable Object> cut(int height) {
        List<@Nullable Object> above = stack.subList(height, stack.size());
        List<@Nullable Object> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    /// What lies below a mark is out of reach until the mark is taken away.
    private void checkHeight(int needed) throws FileFormatException {
        int floor = marks.isEmpty() ? 0 : marks.getLast();
        if (stack.size() - floor < needed) {
            throw new FileFormatException(
                    "needs " + needed + " values on the stack, where there are " + (stack.size() - floor));
        }
    }
}
