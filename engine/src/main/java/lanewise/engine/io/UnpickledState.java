package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// Makes a [StateDict] of [Pickled] values. A pickle's values may share and contain one another; a state is a tree,
/// so what is shared is made again at each place, and the whole is bounded.
final class UnpickledState {
    /// Somewhat less deep than [Json] reads, so that the state can be saved again.
    private static final int MAX_DEPTH = 100;

    /// A value of its own takes a byte of the pickle at least, and mostly ten; only what is shared brings more
    /// values than there are bytes. So many are allowed beyond, for small pickles.
    private static final long SHARED = 1000;

    private final TorchStorages storages;
    private final long maxValues;
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<Object> containers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<byte[], AnyArray> binaries = new IdentityHashMap<>();
    private long values;

    /// @param pickleLength of the pickle that the values come from, in bytes
    UnpickledState(TorchStorages storages, long pickleLength) {
        this.storages = storages;
        this.maxValues = pickleLength + SHARED;
    }

    /// The state that the outermost value is.
    ///
    /// @throws FileFormatException with the path of the value that no state can hold
    StateDict state(@Nullable Object outermost) throws IOException {
        if (!(outermost instanceof Map<?, ?> dict)) {
            throw new FileFormatException("the file holds " + Pickled.kind(outermost)
                    + ", where a dict is needed; save a dict in Python: torch.save({\"value\": value}, path)");
        }
        try {
            return dict(dict);
        } catch (FileFormatException e) {
            String where = path.isEmpty() ? "" : Pickled.shown(String.join(".", path)) + ": ";
            throw new FileFormatException(where + e.getMessage());
        }
    }

    private @Nullable Object converted(@Nullable Object value) throws IOException {
        if (++values > maxValues) {
            throw new FileFormatException(
                    "lists and dicts that share their values would become more than " + maxValues + " values");
        }
        return switch (value) {
            case null -> null;
            case Map<?, ?> dict -> dict(dict);
            case Pickled.Tuple tuple -> list(tuple.items());
            case List<?> list -> list(list);
            case TorchTensor tensor -> storages.array(tensor);
            case TorchGlobal global when global.isDtype() -> global.fullName;
            case Pickled.Bytes bytes -> array(bytes);
            case Pickled.Named named -> named.name();
            case NumpyType type -> type.code;
            case Boolean _, Long _, Double _, String _ -> value;
            default ->
                throw new FileFormatException("is " + Pickled.kind(value)
                        + "; a state holds tensors, numbers, texts, truth values, None, dicts and lists");
        };
    }

    /// As a tensor of uint8 is read, and once for all places that share it.
    private AnyArray array(Pickled.Bytes bytes) throws FileFormatException {
        AnyArray known = binaries.get(bytes.bytes());
        if (known == null) {
            int length = bytes.bytes().length;
            known = Dtype.U8.reader.allocate(Shape.of(length));
            Dtype.U8.reader.read(ByteBuffer.wrap(bytes.bytes()), known, 0, length);
            binaries.put(bytes.bytes(), known);
        }
        return known;
    }

    private StateDict dict(Map<?, ?> dict) throws IOException {
        open(dict);
        StateDict state = new StateDict();
        for (Map.Entry<?, ?> entry : dict.entrySet()) {
            String key = entry.getKey().toString();
            path.addLast(key);
            if (state.has(key)) {
                throw new FileFormatException("is there twice, by a whole number and by a text");
            }
            state.putDecoded(key, converted(entry.getValue()));
            path.removeLast();
        }
        containers.remove(dict);
        return state;
    }

    private List<@Nullable Object> list(List<?> list) throws IOException {
        open(list);
        List<@Nullable Object> converted = new ArrayList<>();
        for (Object element : list) {
            path.addLast(Integer.toString(converted.size()));
            converted.add(converted(element));
            path.removeLast();
        }
        containers.remove(list);
        return converted;
    }

    private void open(Object container) throws FileFormatException {
        if (!containers.add(container)) {
            throw new FileFormatException("contains itself");
        }
        if (containers.size() > MAX_DEPTH) {
            throw new FileFormatException("values nest deeper than " + MAX_DEPTH);
        }
    }
}
