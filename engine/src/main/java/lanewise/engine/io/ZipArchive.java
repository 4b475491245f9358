package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads a zip archive, stored or deflated, with ZIP64 (PKWARE's APPNOTE 6.3). The JDK's own reader wants a file,
/// and takes entries that overlap, lie about their length, or do not have the checksum that they say.
///
/// A checksum of 0 means none: so writes `torch.save` with `torch.utils.serialization.config.save.compute_crc32`
/// off.
final class ZipArchive {
    /// Fits the second-level cache; a multiple of every element's size.
    private static final int CHUNK = 1 << 18;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_SIZE = 30;

    private final SeekableByteChannel channel;
    private final long length;
    private Map<String, Entry> entries = Map.of();

    /// @param channel from its beginning on, which this moves about in
    ZipArchive(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
    }

    /// An entry of the directory.
    ///
    /// @param crc the checksum, 0 for none
    /// @param compressed the bytes that it takes in the file
    /// @param size the bytes of its content
    /// @param header where its header begins in the file
    /// @param limit where the next one's header begins, or the directory
    record Entry(String name, int flags, int method, int crc, long compressed, long size, long header, long limit) {
        Entry withLimit(long limit) {
            return new Entry(name, flags, method, crc, compressed, size, header, limit);
        }
    }

    /// Takes an entry's content, piece by piece.
    @FunctionalInterface
    interface Sink {
        /// @param bytes a piece, as long as possible, of a multiple of 8 bytes but for the last
        void take(ByteBuffer bytes) throws IOException;
    }

    /// Whether there is an end of a directory where it should be.
    boolean isZip() throws IOException {
        return ZipDirectory.findEnd(this) >= 0;
    }

    /// Reads and checks the directory: the names, places and lengths of all entries, but none of their contents.
    void readDirectory() throws IOException {
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Entry entry : ZipDirectory.read(this)) {
            if (byName.put(entry.name, entry) != null) {
                throw new FileFormatException(
                        "the zip archive has the entry " + JsonWriter.quoted(entry.name) + " twice");
            }
        }
        entries = Collections.unmodifiableMap(byName);
    }

    /// The length of the whole file.
    long length() {
        return length;
    }

    Set<String> names() {
        return entries.keySet();
    }

    @Nullable
    Entry find(String name) {
        return entries.get(name);
    }

    Entry get(String name) throws FileFormatException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new FileFormatException("the zip archive has no entry " + JsonWriter.quoted(name));
        }
        return entry;
    }

    /// The first bytes of the file, at most `count`.
    ByteBuffer head(int count) throws IOException {
        return read(0, (int) Math.min(count, length));
    }

    /// `count` bytes of the file from `position` on, in which numbers are little-endian.
    ByteBuffer read(long position, int count) throws IOException {
        if (position < 0 || position > length - count) {
            throw new FileFormatException("the zip archive refers to bytes " + position + " to " + (position + count)
                    + ", but the file has " + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new FileFormatException("the file ended at byte " + (position + bytes.position())
                        + " while it was read; it had " + length);
            }
        }
        return bytes.flip();
    }

    /// An entry's whole content.
    byte[] bytes(Entry entry) throws IOException {
        if (entry.size > Integer.MAX_VALUE - 16) {
            throw refused(entry, "it has " + entry.size + " bytes; at most 2 GiB can be read as one");
        }
        check(entry);
        ByteBuffer content = ByteBuffer.allocate((int) entry.size);
        read(entry, content::put);
        return content.array();
    }

    /// Makes sure that there is as much content as the directory says, before memory is made for it. What is stored
    /// lies within the file as it is.
    void check(Entry entry) throws IOException {
        if (entry.method == DEFLATED) {
            read(entry, _ -> {});
        }
    }

    /// Reads an entry from front to back.
    ///
    /// @throws FileFormatException if its length or checksum is another than the directory says; what was taken
    ///     before is to be thrown away
    void read(Entry entry, Sink sink) throws IOException {
        InputStream stored = content(entry);
        if (entry.method == STORED) {
            read(entry, stored, sink);
            return;
        }
        Inflater inflater = new Inflater(true);
        try {
            read(entry, new InflaterInputStream(stored, inflater), sink);
        } catch (ZipException | EOFException e) {
            throw refused(entry, "its compressed data are damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static void read(Entry entry, InputStream content, Sink sink) throws IOException {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[(int) Math.min(entry.size, CHUNK)];
        for (long left = entry.size; left > 0; ) {
            int count = (int) Math.min(left, chunk.length);
            int read = content.readNBytes(chunk, 0, count);
            if (read < count) {
                throw refused(
                        entry, "its content ends after " + (entry.size - left + read) + " of " + entry.size + " bytes");
            }
            crc.update(chunk, 0, count);
            sink.take(ByteBuffer.wrap(chunk, 0, count));
            left -= count;
        }
        if (content.read() >= 0) {
            throw refused(entry, "its content is longer than the " + entry.size + " bytes that the directory says");
        }
        if (entry.crc != 0 && entry.crc != (int) crc.getValue()) {
            throw refused(
                    entry,
                    "its content is damaged: its checksum is " + Integer.toHexString((int) crc.getValue()) + ", not "
                            + Integer.toHexString(entry.crc));
        }
    }

    /// The bytes of the file that are the entry's. Its own header has a name and further fields of any length in
    /// front of them.
    private InputStream content(Entry entry) throws IOException {
        if ((entry.flags & 1) != 0) {
            throw refused(entry, "it is encrypted");
        }
        if (entry.method != STORED && entry.method != DEFLATED) {
            throw refused(
                    entry,
                    "it is compressed by method " + entry.method + "; only stored (0) and deflated (8)"
                            + " entries can be read");
        }
        if (entry.method == STORED && entry.compressed != entry.size) {
            throw refused(entry, "it is stored, yet has " + entry.size + " bytes in " + entry.compressed);
        }
        ByteBuffer header = read(entry.header, LOCAL_HEADER_SIZE);
        if (header.getInt(0) != LOCAL_HEADER || Short.toUnsignedInt(header.getShort(8)) != entry.method) {
            throw refused(entry, "there is no header of it at byte " + entry.header);
        }
        int nameLength = Short.toUnsignedInt(header.getShort(26));
        int extraLength = Short.toUnsignedInt(header.getShort(28));
        ByteBuffer name = read(entry.header + LOCAL_HEADER_SIZE, nameLength);
        if (!name.equals(ByteBuffer.wrap(entry.name.getBytes(UTF_8)))) {
            throw refused(entry, "the header at byte " + entry.header + " has another name");
        }
        long start = entry.header + LOCAL_HEADER_SIZE + nameLength + extraLength;
        if (entry.compressed > entry.limit - start) {
            throw refused(
                    entry,
                    "its " + entry.compressed + " bytes from byte " + start
                            + " on would reach into what follows at byte " + entry.limit);
        }
        return new Region(start, entry.compressed);
    }

    private static FileFormatException refused(Entry entry, String why) {
        return new FileFormatException("entry " + JsonWriter.quoted(entry.name) + ": " + why);
    }

    /// A part of the file.
    private final class Region extends InputStream {
        private long at;
        private final long end;

        Region(long start, long count) {
            at = start;
            end = start + count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            int wanted = (int) Math.min(count, end - at);
            if (wanted <= 0) {
                return count == 0 ? 0 : -1;
            }
            channel.position(at);
            int read = channel.read(ByteBuffer.wrap(target, from, wanted));
            at += Math.max(read, 0);
            return read;
        }
    }
}
