package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The entries of the zip archive that `torch.save` writes, all in one folder:
///
///     data.pkl               the pickle: the dicts, and where each tensor lies in which storage
///     data/0, data/1, ...    the storages: elements one after another
///     version                3
///     byteorder              little or big, from PyTorch 2.1 on; little where it is missing
///
/// Others (`.format_version`, `.storage_alignment`, `.data/serialization_id`) are passed over.
final class PyTorchArchive {
    /// What PyTorch itself reads.
    private static final int MAX_VERSION = 10;

    /// Of the entries that are one word.
    private static final int MAX_WORD = 64;

    private static final String SAVE_AGAIN =
            "; load it in Python and save its state again: torch.save(torch.load(path), path)";

    private final ZipArchive zip;
    private final String folder;

    private PyTorchArchive(ZipArchive zip, String folder) {
        this.zip = zip;
        this.folder = folder;
    }

    static StateDict read(FileBytes file) throws IOException {
        if (!ZipArchive.isArchive(file)) {
            throw new FileFormatException(otherFormat(file));
        }
        try (ZipArchive zip = ZipArchive.openWithoutCheckSums(file)) {
            for (ZipEntry entry : zip.entries()) {
                checkPath(entry);
            }
            return new PyTorchArchive(zip, folder(zip)).read();
        }
    }

    /// Nothing is written under such a name, yet one that leads out of its folder is no honest one.
    private static void checkPath(ZipEntry entry) throws FileFormatException {
        String name = entry.name();
        String inside = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String part : inside.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\\') >= 0) {
                throw new FileFormatException("the zip archive has an entry named " + JsonWriter.quoted(name)
                        + ", which is not a path within it");
            }
        }
    }

    private StateDict read() throws IOException {
        if (zip.find(folder + "constants.pkl") != null) {
            throw new FileFormatException("this is a TorchScript archive, which holds a program; save its state in"
                    + " Python: torch.save(torch.jit.load(path).state_dict(), path)");
        }
        checkVersion(word("version"));
        ByteOrder order = byteOrder();
        byte[] pickle = zip.bytes(zip.get(folder + "data.pkl"));
        Object outermost = Unpickler.run(pickle);
        return new UnpickledState(new TorchStorages(zip, folder + "data/", order), pickle.length).state(outermost);
    }

    /// The folder of the only `data.pkl`.
    private static String folder(ZipArchive zip) throws FileFormatException {
        String folder = null;
        for (ZipEntry entry : zip.entries()) {
            String name = entry.name();
            int slash = name.indexOf('/');
            if (slash > 0 && name.substring(slash).equals("/data.pkl")) {
                if (folder != null) {
                    throw new FileFormatException("the zip archive has more than one data.pkl: in "
                            + JsonWriter.quoted(folder) + " and in " + JsonWriter.quoted(name));
                }
                folder = name.substring(0, slash + 1);
            }
        }
        if (folder == null) {
            throw new FileFormatException("the zip archive has no NAME/data.pkl, so torch.save has not written it");
        }
        return folder;
    }

    private static void checkVersion(String version) throws FileFormatException {
        boolean isNumber = version.matches("[0-9]{1,2}");
        if (!isNumber || Integer.parseInt(version) < 1 || Integer.parseInt(version) > MAX_VERSION) {
            throw new FileFormatException("the version of the format is " + JsonWriter.quoted(version)
                    + "; those from 1 to " + MAX_VERSION + " can be read");
        }
    }

    private ByteOrder byteOrder() throws IOException {
        if (zip.find(folder + "byteorder") == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = word("byteorder");
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw new FileFormatException(
                        "the byteorder is " + JsonWriter.quoted(order) + "; it must be little or big");
        };
    }

    /// The content of a short entry, without white space around it.
    private String word(String name) throws IOException {
        ZipEntry entry = zip.get(folder + name);
        if (entry.size() > MAX_WORD) {
            throw new FileFormatException("entry " + JsonWriter.quoted(folder + name) + " has " + entry.size()
                    + " bytes; a word of at most " + MAX_WORD + " is expected");
        }
        return new String(zip.bytes(entry), UTF_8).strip();
    }

    /// What a file is that is no zip archive, as far as PyTorch has ever written it.
    private static String otherFormat(FileBytes file) {
        ByteBuffer head = file.slice(0, (int) Math.min(file.length(), 512));
        if (head.limit() >= 4 && head.getInt(0) == 0x04034b50) {
            return "the zip archive is cut off: it has no directory at its end";
        }
        if (head.limit() >= 262 && head.getInt(257) == 0x61747375 /* "usta" */ && head.get(261) == 'r') {
            return "this is a tar archive, as torch.save wrote it in PyTorch's first versions" + SAVE_AGAIN;
        }
        if (head.limit() >= 2 && Byte.toUnsignedInt(head.get(0)) == Opcode.PROTO.code) {
            return "this is a bare pickle, as torch.save wrote it before PyTorch 1.6" + SAVE_AGAIN;
        }
        return "this is no zip archive, as torch.save writes it";
    }
}
