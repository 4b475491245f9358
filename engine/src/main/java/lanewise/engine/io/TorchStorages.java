package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The storages of an archive, each read when it is first needed, and the arrays of tensors in them.
final class TorchStorages {
    /// Elements that views may have beyond those in the file: a tensor that was expanded shows few elements as
    /// many. Enough for a mask of 1024 x 1024.
    private static final long EXPANSION = 1 << 20;

    private final ZipArchive zip;
    private final String folder;
    private final ByteOrder order;
    private final Map<String, Loaded> loaded = new HashMap<>();
    private long copiesLeft;

    /// @param folder where the entries are, with `/` at its end
    TorchStorages(ZipArchive zip, String folder, ByteOrder order) {
        this.zip = zip;
        this.folder = folder;
        this.order = order;
        copiesLeft = zip.length() + EXPANSION;
    }

    private record Loaded(TorchStorage storage, AnyArray elements) {}

    /// The tensor's elements: a part of its storage's array where they are one run, otherwise a copy.
    AnyArray array(TorchTensor tensor) throws IOException {
        Layout layout = tensor.layout();
        if (layout.shape().elements() == 0) {
            return tensor.dtype().reader.allocate(layout.shape());
        }
        AnyArray view = switch (elements(tensor.storage(), tensor.dtype())) {
            case NDArray array -> array.view(layout);
            case LongArray array -> array.view(layout);
            case BoolArray array -> array.view(layout);
        };
        if (layout.isContiguous()) {
            return view;
        }
        countCopy(tensor);
        AnyArray copy = view.copy();
        copy.storage().keep();
        return copy;
    }

    /// Otherwise a few bytes of pickle could ask for a million elements, again and again.
    private void countCopy(TorchTensor tensor) throws FileFormatException {
        copiesLeft -= tensor.layout().shape().elements();
        if (copiesLeft < 0) {
            throw new FileFormatException("a tensor " + tensor.layout().shape() + " shows its storage "
                    + Pickled.shown(tensor.storage().key()) + " of "
                    + tensor.storage().elements()
                    + " elements out of order or expanded; of all such tensors together, as many elements are copied"
                    + " as the file has bytes, and " + EXPANSION + " more. Save tensor.contiguous()");
        }
    }

    private AnyArray elements(TorchStorage storage, Dtype dtype) throws IOException {
        Loaded known = loaded.get(storage.key());
        if (known == null) {
            known = new Loaded(storage, read(storage, dtype));
            loaded.put(storage.key(), known);
        }
        if (!known.storage.equals(storage)) {
            throw new FileFormatException(
                    "storage " + Pickled.shown(storage.key()) + " is used as " + known.storage.elements() + " elements "
                            + known.storage.dtype() + " and as " + storage.elements() + " elements "
                            + dtype);
        }
        return known.elements;
    }

    private AnyArray read(TorchStorage storage, Dtype dtype) throws IOException {
        ZipEntry entry = zip.get(folder + storage.key());
        if (entry.size() / dtype.bytes != storage.elements()) {
            throw new FileFormatException("storage " + Pickled.shown(storage.key()) + " is said to have "
                    + storage.elements() + " elements " + dtype + ", but has " + entry.size() + " bytes");
        }
        if (storage.elements() > TorchTensor.MAX_ELEMENTS) {
            throw new FileFormatException("storage " + Pickled.shown(storage.key()) + " has " + storage.elements()
                    + " elements; an array holds at most " + TorchTensor.MAX_ELEMENTS);
        }
        try {
            ByteSource content = zip.content(entry);
            AnyArray array = ArrayReader.read(content, dtype, Shape.of((int) storage.elements()), order);
            content.next((int) content.remaining()); // less than an element
            content.finish();
            return array;
        } catch (FileFormatException e) {
            throw entry.error(e.getMessage());
        }
    }
}
