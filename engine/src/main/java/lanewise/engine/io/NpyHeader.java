package lanewise.engine.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import lanewise.engine.Shape;

/// The beginning of an npy file: eight bytes of magic and version, the length of a text, and the text, a Python
/// dict with the elements' type and the shape.
///
/// @param order of the bytes of an element
/// @param fortranOrder whether the first index runs fastest
record NpyHeader(Dtype dtype, ByteOrder order, boolean fortranOrder, Shape shape) {
    /// The longest text that is read: numpy's own limit.
    static final int MAX_TEXT = 10_000;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = MAGIC.length + 2;

    /// numpy aligns the elements so.
    private static final int ALIGNMENT = 64;

    /// By what follows the byte order in a file.
    private static final Map<String, Dtype> TYPES = new TreeMap<>(Map.ofEntries(
            Map.entry("f2", Dtype.F16),
            Map.entry("f4", Dtype.F32),
            Map.entry("f8", Dtype.F64),
            Map.entry("i1", Dtype.I8),
            Map.entry("i2", Dtype.I16),
            Map.entry("i4", Dtype.I32),
            Map.entry("i8", Dtype.I64),
            Map.entry("u1", Dtype.U8),
            Map.entry("u2", Dtype.U16),
            Map.entry("u4", Dtype.U32),
            Map.entry("u8", Dtype.U64),
            Map.entry("b1", Dtype.BOOL)));

    private static final Map<Character, String> UNREADABLE_KINDS = Map.of(
            'O', "Python objects, that is a pickle, which can run any program",
            'S', "strings of bytes",
            'a', "strings of bytes",
            'U', "strings",
            'V', "raw bytes",
            'c', "complex numbers",
            'M', "dates",
            'm', "spans of time",
            'f', "floats of other than 16, 32 or 64 bits");

    /// Reads the header, the first bytes of `file`.
    ///
    /// @throws FileFormatException if it is malformed, or what it describes cannot be read
    static NpyHeader read(ByteSource file) throws IOException {
        int lengthBytes = lengthBytes(file);
        require(file, lengthBytes, "the length of the header");
        ByteBuffer bytes = file.next(lengthBytes);
        long length = lengthBytes == 2 ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        if (length > MAX_TEXT) {
            throw new FileFormatException("the header is said to have " + length + " bytes; at most " + MAX_TEXT
                    + " are read, here as by numpy");
        }
        require(file, length, "the header");
        byte[] text = new byte[(int) length];
        file.next(text.length).get(text);
        // all of what may be in it is ASCII; a wrong byte should stay one character for the message
        return of(NpyHeaderText.parse(new String(text, StandardCharsets.ISO_8859_1)));
    }

    /// The header of version 1.0 for little-endian elements in row-major order, as numpy writes it.
    ///
    /// @throws IllegalArgumentException if numpy has no such type, or not so many dimensions
    static byte[] bytes(Dtype dtype, Shape shape) {
        if (shape.rank() > NpyHeaderText.MAX_RANK) {
            throw new IllegalArgumentException("npy: an array with " + shape.rank()
                    + " dimensions; numpy knows at most " + NpyHeaderText.MAX_RANK);
        }
        StringJoiner sizes = new StringJoiner(", ", "(", shape.rank() == 1 ? ",)" : ")");
        for (int size : shape.toArray()) {
            sizes.add(Integer.toString(size));
        }
        String text = "{'descr': '" + (dtype.bytes == 1 ? '|' : '<') + typeName(dtype)
                + "', 'fortran_order': False, 'shape': " + sizes + ", }";
        int unpadded = PREFIX + Short.BYTES + text.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        int length = text.length() + padding + 1;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC);
        bytes.writeBytes(new byte[] {1, 0, (byte) length, (byte) (length >>> 8)});
        bytes.writeBytes((text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    /// How many bytes the length of the text takes: that is what the versions differ in, and in the text's
    /// encoding, which is ASCII in all that is read.
    private static int lengthBytes(ByteSource file) throws IOException {
        require(file, PREFIX, "the magic bytes and the version");
        ByteBuffer prefix = file.next(PREFIX);
        for (byte magic : MAGIC) {
            if (prefix.get() != magic) {
                throw new FileFormatException("no npy file: it must begin with the byte 0x93 and NUMPY");
            }
        }
        int major = Byte.toUnsignedInt(prefix.get());
        int minor = Byte.toUnsignedInt(prefix.get());
        if (major < 1 || major > 3 || minor != 0) {
            throw new FileFormatException(
                    "the version of the format is " + major + "." + minor + "; 1.0, 2.0 and 3.0 can be read");
        }
        return major == 1 ? Short.BYTES : Integer.BYTES;
    }

    private static void require(ByteSource file, long count, String what) throws FileFormatException {
        if (count > file.remaining()) {
            throw new FileFormatException(what + " takes " + count + " bytes, but only " + file.remaining()
                    + " follow: the file is truncated");
        }
    }

    private static NpyHeader of(NpyHeaderText.Fields fields) throws FileFormatException {
        String descr = fields.descr();
        if (descr.length() < 3) {
            throw new FileFormatException("the type " + JsonWriter.quoted(descr)
                    + " is not one of numpy's: a byte order, a letter and a number of bytes are needed");
        }
        Dtype dtype = TYPES.get(descr.substring(1));
        if (dtype == null) {
            String kind = UNREADABLE_KINDS.get(descr.charAt(1));
            throw new FileFormatException("the type " + JsonWriter.quoted(descr) + " cannot be read"
                    + (kind == null ? "" : " (" + kind + ")") + "; those that can are "
                    + new TreeSet<>(TYPES.keySet()));
        }
        return new NpyHeader(dtype, order(descr, dtype), fields.fortranOrder(), shape(fields.shape()));
    }

    private static ByteOrder order(String descr, Dtype dtype) throws FileFormatException {
        char order = descr.charAt(0);
        if (order == '<' || order == '|' && dtype.bytes == 1) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        if (order == '>') {
            return ByteOrder.BIG_ENDIAN;
        }
        throw new FileFormatException("the type " + JsonWriter.quoted(descr)
                + " has no byte order: it must begin with < or >" + (dtype.bytes == 1 ? " or |" : ""));
    }

    private static Shape shape(List<Long> sizes) throws FileFormatException {
        try {
            return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FileFormatException("the shape " + sizes
                    + " is too big for this library; sizes and the number of elements must be below 2^31 - 1023");
        }
    }

    private static String typeName(Dtype dtype) {
        for (Map.Entry<String, Dtype> type : TYPES.entrySet()) {
            if (type.getValue() == dtype) {
                return type.getKey();
            }
        }
        throw new IllegalArgumentException("npy: numpy has no type " + dtype + "; store the array as F32 or F16");
    }
}
