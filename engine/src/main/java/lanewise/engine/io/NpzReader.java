package lanewise.engine.io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import lanewise.engine.AnyArray;

/// Reads the bytes of an npz file.
final class NpzReader {
    /// What an entry's name has behind the array's.
    static final String SUFFIX = ".npy";

    private NpzReader() {}

    /// All arrays, in the directory's order, each in no workspace.
    static NamedArrays read(FileBytes file) throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        Inflater inflater = new Inflater(true);
        try {
            for (NpzEntry entry : NpzDirectory.read(file)) {
                arrays.put(name(entry), array(new NpzSource(file, entry, inflater), entry));
            }
        } finally {
            inflater.end(); // gives native memory back
        }
        return new NamedArrays(arrays);
    }

    private static String name(NpzEntry entry) throws FileFormatException {
        if (!entry.name().endsWith(SUFFIX)) {
            throw entry.error("it is no array: its name does not end in " + SUFFIX);
        }
        return entry.name().substring(0, entry.name().length() - SUFFIX.length());
    }

    private static AnyArray array(NpzSource content, NpzEntry entry) throws IOException {
        try {
            return NpyReader.read(content);
        } catch (FileFormatException e) {
            throw entry.error(e.getMessage());
        }
    }
}
