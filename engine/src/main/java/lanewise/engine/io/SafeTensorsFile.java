package lanewise.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import lanewise.engine.Shape;

/// An open safetensors file, whose header has been read and checked and whose arrays are read when they are asked
/// for: one layer of a model that is bigger than the memory, or the shapes of all.
///
/// ```java
/// try (var file = SafeTensors.open(Path.of("model.safetensors"))) {
///     var embedding = file.array("embedding.weight");
/// }
/// ```
///
/// Several threads may read at once. The file is mapped into memory; an array that has been read is a copy and
/// outlives this. While it is open nobody should write to it: if it is cut short, reading fails with an exception;
/// if its bytes change, so do the arrays read from then on. Replacing it by a new file, as [SafeTensors#write]
/// does, is harmless (Windows refuses it meanwhile).
public final class SafeTensorsFile implements AutoCloseable {
    private final MappedFile file;
    private final SafeTensorsReader reader;
    private volatile boolean closed;

    private SafeTensorsFile(MappedFile file, SafeTensorsReader reader) {
        this.file = file;
        this.reader = reader;
    }

    static SafeTensorsFile open(Path path) throws IOException {
        MappedFile file = MappedFile.openShared(path);
        try {
            return new SafeTensorsFile(file, file.read(() -> new SafeTensorsReader(file)));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /// The names of the arrays, in the header's order. Unmodifiable.
    public Set<String> names() {
        return reader.names();
    }

    /// The file's `__metadata__`. Unmodifiable.
    public Map<String, String> metadata() {
        return reader.metadata();
    }

    /// The shape of an array.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public Shape shape(String name) {
        return reader.tensor(name).shape();
    }

    /// The type in which the file holds an array.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public Dtype dtype(String name) {
        return reader.tensor(name).dtype();
    }

    /// Reads one array; it belongs to no workspace. See [SafeTensors#read] for its type.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    /// @throws IllegalStateException if the file has been closed
    /// @throws FileFormatException if an element cannot be read, or the file has been cut short
    public AnyArray array(String name) throws IOException {
        checkOpen();
        return file.read(() -> reader.array(name));
    }

    /// Reads all of it.
    ///
    /// @throws IllegalStateException if the file has been closed
    /// @throws FileFormatException if an element cannot be read, or the file has been cut short
    public NamedArrays read() throws IOException {
        checkOpen();
        return file.read(reader::read);
    }

    /// Gives the mapped memory back. Does nothing the second time.
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            file.close();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this SafeTensorsFile has been closed; arrays must be read before");
        }
    }
}
