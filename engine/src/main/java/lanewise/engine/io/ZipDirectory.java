package lanewise.engine.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the directory at the end of a zip archive (PKWARE's APPNOTE), zip64 included: one part, nothing encrypted,
/// stored or deflated, no name twice, no byte in two entries, nothing behind.
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_LENGTH = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LENGTH = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;

    /// The one extra field that is read: sizes and places beyond 32 bits.
    private static final int ZIP64 = 1;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /// How hard was compressed, whether the sizes stand behind the data (as well), whether names are UTF-8.
    private static final int KNOWN_FLAGS = 0x080e;

    private static final int UTF_8_FLAG = 0x0800;

    private final FileBytes file;
    private long directory;
    private long directoryEnd;
    private long count;

    private ZipDirectory(FileBytes file) {
        this.file = file;
    }

    /// The entries in the directory's order.
    ///
    /// @throws FileFormatException if the file is no such archive
    static List<ZipEntry> read(FileBytes file) throws FileFormatException {
        ZipDirectory reader = new ZipDirectory(file);
        reader.findDirectory();
        return reader.entries();
    }

    private void findDirectory() throws FileFormatException {
        long at = endOf(file);
        if (at < 0) {
            throw new FileFormatException("no zip archive, or a truncated one: the record at its end is missing");
        }
        ByteBuffer end = file.slice(at, END_LENGTH);
        if (end.getShort(4) != 0 || end.getShort(6) != 0 || end.getShort(8) != end.getShort(10)) {
            throw new FileFormatException("the zip archive has more than one part");
        }
        count = unsigned(end.getShort(10));
        long length = Integer.toUnsignedLong(end.getInt(12));
        directory = Integer.toUnsignedLong(end.getInt(16));
        directoryEnd = at;
        long locator = at - LOCATOR_64_LENGTH;
        if (locator >= 0 && file.slice(locator, LOCATOR_64_LENGTH).getInt() == LOCATOR_64) {
            directoryEnd = file.slice(locator, LOCATOR_64_LENGTH).getLong(8);
            ByteBuffer end64 = end64(locator);
            count = wide(count, 0xffff, end64.getLong(32));
            length = wide(length, 0xffff_ffffL, end64.getLong(40));
            directory = wide(directory, 0xffff_ffffL, end64.getLong(48));
        }
        if (directory < 0 || length < 0 || directory > directoryEnd || directoryEnd - directory != length) {
            throw new FileFormatException("the zip archive's directory is said to be " + Long.toUnsignedString(length)
                    + " bytes from byte " + Long.toUnsignedString(directory) + " on, but must end at byte "
                    + directoryEnd);
        }
        if (count < 0 || count > length / ENTRY_LENGTH) {
            throw new FileFormatException("the zip archive is said to have " + Long.toUnsignedString(count)
                    + " entries, but its directory has only " + length + " bytes");
        }
    }

    /// Where the last record of an archive begins: behind it is only a comment, whose length it says. Negative if
    /// there is none.
    static long endOf(FileBytes file) {
        int length = (int) Math.min(file.length(), END_LENGTH + LONGEST_COMMENT);
        ByteBuffer tail = file.slice(file.length() - length, length);
        for (int at = length - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END && unsigned(tail.getShort(at + 20)) == length - END_LENGTH - at) {
                return file.length() - length + at;
            }
        }
        return -1;
    }

    private ByteBuffer end64(long locator) throws FileFormatException {
        if (directoryEnd < 0 || directoryEnd > locator - END_64_LENGTH) {
            throw new FileFormatException("the zip archive's zip64 record is said to begin at byte "
                    + Long.toUnsignedString(directoryEnd) + ", but must end at byte " + locator);
        }
        ByteBuffer end64 = file.slice(directoryEnd, END_64_LENGTH);
        boolean fits = end64.getInt(0) == END_64
                && end64.getLong(4) == locator - directoryEnd - 12 // what follows this length
                && end64.getInt(16) == 0
                && end64.getInt(20) == 0
                && end64.getLong(24) == end64.getLong(32);
        if (!fits) {
            throw new FileFormatException("the zip archive has no zip64 record of one part at byte " + directoryEnd);
        }
        return end64;
    }

    /// A number that is in the long form of a record only, or in both.
    private static long wide(long narrow, long none, long wide) throws FileFormatException {
        if (narrow != none && narrow != wide) {
            throw new FileFormatException("the two records at the end of the zip archive disagree: " + narrow + " and "
                    + Long.toUnsignedString(wide));
        }
        return wide;
    }

    private List<ZipEntry> entries() throws FileFormatException {
        List<ZipEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long at = directory;
        for (long i = 0; i < count; i++) {
            ByteBuffer fields = part(at, ENTRY_LENGTH);
            if (fields.getInt(0) != ENTRY) {
                throw new FileFormatException("no entry of the zip archive's directory at byte " + at);
            }
            int nameLength = unsigned(fields.getShort(28));
            int extraLength = unsigned(fields.getShort(30));
            ByteBuffer name = part(at + ENTRY_LENGTH, nameLength);
            ByteBuffer extra = part(at + ENTRY_LENGTH + nameLength, extraLength);
            ZipEntry entry = entry(fields, name, extra);
            if (!names.add(entry.name())) {
                throw entry.error("it is there twice");
            }
            entries.add(entry);
            at += ENTRY_LENGTH + nameLength + extraLength + unsigned(fields.getShort(32));
        }
        if (at != directoryEnd) {
            throw new FileFormatException("the zip archive's directory ends at byte " + directoryEnd + ", but its "
                    + count + " entries end at byte " + at);
        }
        checkApart(entries);
        return entries;
    }

    /// A part of the directory.
    private ByteBuffer part(long begin, int length) throws FileFormatException {
        if (length > directoryEnd - begin) {
            throw new FileFormatException("the zip archive's directory ends at byte " + directoryEnd
                    + ", within an entry that needs " + length + " bytes from byte " + begin + " on");
        }
        return file.slice(begin, length);
    }

    private ZipEntry entry(ByteBuffer fields, ByteBuffer nameBytes, ByteBuffer extra) throws FileFormatException {
        int flags = unsigned(fields.getShort(8));
        String name = name(nameBytes.duplicate(), flags);
        int method = unsigned(fields.getShort(10));
        ByteBuffer wide = wideFields(name, extra);
        long size = narrow(name, fields.getInt(24), wide);
        long compressed = narrow(name, fields.getInt(20), wide);
        long local = narrow(name, fields.getInt(42), wide);
        ZipEntry entry = new ZipEntry(name, method == DEFLATED, fields.getInt(16), local, local, local, size);
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw entry.error("it is encrypted or patched (flags 0x" + Integer.toHexString(flags) + ")");
        }
        if (method != STORED && method != DEFLATED) {
            throw entry.error("its compression method is " + method + "; 0 (stored) and 8 (deflated) can be read");
        }
        if (size < 0 || method == STORED && size != compressed) {
            throw entry.error("it is said to take " + Long.toUnsignedString(compressed) + " bytes for "
                    + Long.toUnsignedString(size) + " of content, which cannot be");
        }
        long begin = begin(entry, nameBytes, fields.getShort(10));
        if (compressed < 0 || compressed > directory - begin) {
            throw entry.error("it is said to take " + Long.toUnsignedString(compressed) + " bytes from byte " + begin
                    + " on, but the directory begins at byte " + directory);
        }
        return new ZipEntry(name, entry.deflated(), entry.crc(), local, begin, begin + compressed, size);
    }

    /// Where the bytes of an entry begin: behind a header that repeats its name.
    private long begin(ZipEntry entry, ByteBuffer nameBytes, short method) throws FileFormatException {
        long local = entry.header();
        if (local < 0 || local > directory - LOCAL_LENGTH) {
            throw entry.error("its header is said to be at byte " + Long.toUnsignedString(local)
                    + ", but the directory begins at byte " + directory);
        }
        ByteBuffer header = file.slice(local, LOCAL_LENGTH);
        int nameLength = unsigned(header.getShort(26));
        long begin = local + LOCAL_LENGTH + nameLength + unsigned(header.getShort(28));
        if (header.getInt(0) != LOCAL || begin > directory) {
            throw entry.error("there is no header at byte " + local);
        }
        if (!file.slice(local + LOCAL_LENGTH, nameLength).equals(nameBytes) || header.getShort(8) != method) {
            throw entry.error("the header at byte " + local + " is of another entry");
        }
        return begin;
    }

    private static String name(ByteBuffer bytes, int flags) throws FileFormatException {
        boolean utf8 = (flags & UTF_8_FLAG) != 0;
        try {
            return (utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII)
                    .newDecoder()
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("the zip archive has an entry whose name is not "
                    + (utf8 ? "UTF-8" : "ASCII, nor marked as UTF-8"));
        }
    }

    /// The extra field for numbers beyond 32 bits; empty if there is none.
    private static ByteBuffer wideFields(String name, ByteBuffer extra) throws FileFormatException {
        ByteBuffer wide = extra.slice(0, 0);
        while (extra.remaining() >= 4) {
            int id = unsigned(extra.getShort());
            int length = unsigned(extra.getShort());
            if (length > extra.remaining()) {
                throw new FileFormatException("entry " + JsonWriter.quoted(name) + ": an extra field of " + length
                        + " bytes has only " + extra.remaining());
            }
            if (id == ZIP64) {
                wide = extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return wide;
    }

    /// A number of 32 bits, or the next of the extra field in its place.
    private static long narrow(String name, int number, ByteBuffer wide) throws FileFormatException {
        if (number != -1) {
            return Integer.toUnsignedLong(number);
        }
        if (wide.remaining() < Long.BYTES) {
            throw new FileFormatException(
                    "entry " + JsonWriter.quoted(name) + ": a number beyond 32 bits is missing in its extra field");
        }
        return wide.getLong();
    }

    /// Entries that share bytes are how a small archive becomes a huge content.
    private static void checkApart(List<ZipEntry> entries) throws FileFormatException {
        List<ZipEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(ZipEntry::header));
        long taken = 0;
        for (ZipEntry entry : ordered) {
            if (entry.header() < taken) {
                throw entry.error(
                        "its header begins at byte " + entry.header() + ", but the archive is taken up to " + taken);
            }
            taken = entry.end();
        }
    }

    private static int unsigned(short number) {
        return Short.toUnsignedInt(number);
    }
}
