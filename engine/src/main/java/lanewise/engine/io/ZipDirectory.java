package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the directory at the end of a zip archive, and checks that each entry has a part of the file of its own.
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xffff;

    private static final int END64 = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_SIZE = 20;
    private static final short EXTRA64 = 1;

    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int LOCAL_HEADER_SIZE = 30;

    private final long offset;
    private final ByteBuffer bytes;
    private final long count;

    private ZipDirectory(long offset, ByteBuffer bytes, long count) {
        this.offset = offset;
        this.bytes = bytes;
        this.count = count;
    }

    /// Where the record at the end of the archive begins: the last one whose comment reaches to the end of the
    /// file. Negative if there is none.
    static long findEnd(ZipArchive file) throws IOException {
        int tail = (int) Math.min(file.length(), END_SIZE + MAX_COMMENT);
        ByteBuffer bytes = file.read(file.length() - tail, tail);
        for (int at = tail - END_SIZE; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_SIZE + unsigned(bytes.getShort(at + 20)) == tail) {
                return file.length() - tail + at;
            }
        }
        return -1;
    }

    /// The entries, in the directory's order.
    static List<ZipArchive.Entry> read(ZipArchive file) throws IOException {
        long endAt = findEnd(file);
        ByteBuffer end = file.read(endAt, END_SIZE);
        long count = unsigned(end.getShort(10));
        long size = Integer.toUnsignedLong(end.getInt(12));
        long offset = Integer.toUnsignedLong(end.getInt(16));
        if (endAt >= LOCATOR64_SIZE) {
            ByteBuffer locator = file.read(endAt - LOCATOR64_SIZE, LOCATOR64_SIZE);
            if (locator.getInt(0) == LOCATOR64) {
                endAt = locator.getLong(8);
                ByteBuffer end64 = file.read(endAt, END64_SIZE);
                if (end64.getInt(0) != END64) {
                    throw new FileFormatException("the zip archive has no ZIP64 record at byte " + endAt);
                }
                count = end64.getLong(32);
                size = end64.getLong(40);
                offset = end64.getLong(48);
            }
        }
        if (offset < 0 || size < 0 || size > Integer.MAX_VALUE - 16 || offset > endAt - size) {
            throw new FileFormatException("the zip archive's directory is said to have " + Long.toUnsignedString(size)
                    + " bytes from byte " + Long.toUnsignedString(offset) + " on, but its end is at byte " + endAt);
        }
        if (count < 0 || count > size / ENTRY_SIZE) {
            throw new FileFormatException("the zip archive's directory of " + size + " bytes is said to have "
                    + Long.toUnsignedString(count) + " entries, of at least " + ENTRY_SIZE + " bytes each");
        }
        return new ZipDirectory(offset, file.read(offset, (int) size), count).entries();
    }

    private List<ZipArchive.Entry> entries() throws FileFormatException {
        List<ZipArchive.Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            entries.add(entry());
        }
        if (bytes.hasRemaining()) {
            throw new FileFormatException(
                    "the zip archive's directory has " + bytes.remaining() + " bytes behind its " + count + " entries");
        }
        return withLimits(entries);
    }

    private ZipArchive.Entry entry() throws FileFormatException {
        int at = bytes.position();
        if (bytes.remaining() < ENTRY_SIZE || bytes.getInt(at) != ENTRY) {
            throw new FileFormatException("the zip archive's directory has no entry at byte " + (offset + at));
        }
        int nameLength = unsigned(bytes.getShort(at + 28));
        int extraLength = unsigned(bytes.getShort(at + 30));
        int commentLength = unsigned(bytes.getShort(at + 32));
        if (nameLength + extraLength + commentLength > bytes.remaining() - ENTRY_SIZE) {
            throw new FileFormatException(
                    "the zip archive's entry at byte " + (offset + at) + " is longer than the directory");
        }
        String name = name(bytes.slice(at + ENTRY_SIZE, nameLength));
        ByteBuffer extra =
                bytes.slice(at + ENTRY_SIZE + nameLength, extraLength).order(bytes.order());
        ByteBuffer wide = extra64(name, extra);
        long size = wide(name, bytes.getInt(at + 24), wide);
        long compressed = wide(name, bytes.getInt(at + 20), wide);
        long header = wide(name, bytes.getInt(at + 42), wide);
        if (size < 0 || compressed < 0 || header < 0 || header > offset || compressed > offset - header) {
            throw new FileFormatException("entry " + JsonWriter.quoted(name) + ": it is said to have "
                    + Long.toUnsignedString(compressed) + " bytes from byte " + Long.toUnsignedString(header)
                    + " on, but the directory begins at byte " + offset);
        }
        bytes.position(at + ENTRY_SIZE + nameLength + extraLength + commentLength);
        return new ZipArchive.Entry(
                name,
                unsigned(bytes.getShort(at + 8)),
                unsigned(bytes.getShort(at + 10)),
                bytes.getInt(at + 16),
                compressed,
                size,
                header,
                offset);
    }

    /// Nothing is written under such a name, yet one that leads out of its folder is no honest one.
    private static String name(ByteBuffer bytes) throws FileFormatException {
        String name;
        try {
            name = UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("a name in the zip archive's directory is not UTF-8");
        }
        String inside = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String part : inside.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\\') >= 0) {
                throw new FileFormatException("the zip archive has an entry named " + JsonWriter.quoted(name)
                        + ", which is not a path within it");
            }
        }
        return name;
    }

    /// The field of a directory's entry with what does not fit 32 bits.
    private static ByteBuffer extra64(String name, ByteBuffer extra) throws FileFormatException {
        while (extra.remaining() >= 4) {
            short id = extra.getShort();
            int length = unsigned(extra.getShort());
            if (length > extra.remaining()) {
                throw new FileFormatException("entry " + JsonWriter.quoted(name) + ": a field of " + length
                        + " bytes is longer than what holds it");
            }
            if (id == EXTRA64) {
                return extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long wide(String name, int narrow, ByteBuffer wide) throws FileFormatException {
        if (narrow != -1) {
            return Integer.toUnsignedLong(narrow);
        }
        if (wide.remaining() < 8) {
            throw new FileFormatException("entry " + JsonWriter.quoted(name) + ": its ZIP64 field is missing");
        }
        return wide.getLong();
    }

    /// Each entry with the place up to which its content may reach. Entries that overlap would make a small file
    /// fill a large memory.
    private List<ZipArchive.Entry> withLimits(List<ZipArchive.Entry> entries) throws FileFormatException {
        List<Integer> byPlace = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            byPlace.add(i);
        }
        byPlace.sort(Comparator.comparingLong(i -> entries.get(i).header()));
        long limit = offset;
        for (int i : byPlace.reversed()) {
            ZipArchive.Entry entry = entries.get(i).withLimit(limit);
            if (entry.compressed() > limit - entry.header() - LOCAL_HEADER_SIZE) {
                throw new FileFormatException("entry " + JsonWriter.quoted(entry.name()) + ": its "
                        + entry.compressed() + " bytes from byte " + entry.header()
                        + " on overlap what follows at byte " + limit);
            }
            entries.set(i, entry);
            limit = entry.header();
        }
        return entries;
    }

    private static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }
}
