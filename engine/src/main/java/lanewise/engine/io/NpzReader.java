package lanewise.engine.io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.engine.AnyArray;

/// Reads the bytes of an npz file.
final class NpzReader {
    /// What an entry's name has behind the array's.
    static final String SUFFIX = ".npy";

    private NpzReader() {}

    /// All arrays, in the directory's order, each in no workspace.
    static NamedArrays read(FileBytes file) throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        try (ZipArchive archive = ZipArchive.open(file)) {
            for (ZipEntry entry : archive.entries()) {
                arrays.put(name(entry), array(archive.content(entry), entry));
            }
        }
        return new NamedArrays(arrays);
    }

    private static String name(ZipEntry entry) throws FileFormatException {
        if (!entry.name().endsWith(SUFFIX)) {
            throw entry.error("it is no array: its name does not end in " + SUFFIX);
        }
        return entry.name().substring(0, entry.name().length() - SUFFIX.length());
    }

    private static AnyArray array(ByteSource content, ZipEntry entry) throws IOException {
        try {
            return NpyReader.read(content);
        } catch (FileFormatException e) {
            throw entry.error(e.getMessage());
        }
    }
}
