package lanewise.engine.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Builds the bytes of zip archives, entry by entry, right or wrong.
final class RawNpz {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int count;

    /// The bytes of an entry and what the archive says of it; the fields may be changed before it is put in.
    static final class Entry {
        final byte[] name;
        byte[] localName;
        int flags;
        int method;
        int crc;
        byte[] bytes;
        long compressed;
        long size;
        byte[] extra = {};
        byte[] localExtra = {};
        /// Behind where it is.
        long shift;

        Entry(String name, byte[] content) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.flags = name.chars().allMatch(c -> c < 128) ? 0 : 0x800;
            localName = this.name;
            bytes = content;
            size = content.length;
            compressed = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            crc = (int) sum.getValue();
        }

        /// Compressed.
        Entry deflated() {
            return withDeflated(bytes);
        }

        /// With other content, compressed, of which the archive says nothing.
        Entry withDeflated(byte[] content) {
            Deflater deflater = new Deflater(1, true);
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[content.length + 100];
            int length = deflater.deflate(buffer);
            deflater.end();
            method = 8;
            return withBytes(Arrays.copyOf(buffer, length));
        }

        /// Without the last bytes.
        Entry cut(int count) {
            return withBytes(Arrays.copyOf(bytes, bytes.length - count));
        }

        Entry withBytes(byte[] other) {
            bytes = other;
            compressed = other.length;
            return this;
        }

        /// With its size and length in the extra field for numbers beyond 32 bits, and not where they usually are.
        Entry wide() {
            extra = ByteBuffer.allocate(20)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 1)
                    .putShort((short) 16)
                    .putLong(size)
                    .putLong(compressed)
                    .array();
            localExtra = extra;
            size = -1;
            compressed = -1;
            return this;
        }
    }

    RawNpz put(Entry entry) {
        int at = file.size();
        file.writeBytes(ByteBuffer.allocate(30)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x04034b50)
                .putShort((short) 45)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt((int) entry.compressed)
                .putInt((int) entry.size)
                .putShort((short) entry.localName.length)
                .putShort((short) entry.localExtra.length)
                .array());
        file.writeBytes(entry.localName);
        file.writeBytes(entry.localExtra);
        file.writeBytes(entry.bytes);
        directory.writeBytes(ByteBuffer.allocate(46)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x02014b50)
                .putShort((short) 45)
                .putShort((short) 45)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt((int) entry.compressed)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) entry.extra.length)
                .putShort((short) 0)
                .putLong(0)
                .putInt((int) (at + entry.shift))
                .array());
        directory.writeBytes(entry.name);
        directory.writeBytes(entry.extra);
        count++;
        return this;
    }

    /// The archive, ended.
    byte[] bytes() {
        return end(count, directory.size(), file.size(), "");
    }

    /// The archive with an end that says this.
    byte[] end(int count, int length, int begin, String comment) {
        ByteArrayOutputStream whole = body();
        writeEnd(whole, count, length, begin, comment);
        return whole.toByteArray();
    }

    /// The archive with an end in the long form too, of which the record says this of its place.
    byte[] end64(long count, long length, long begin, int shift) {
        ByteArrayOutputStream whole = body();
        int at = whole.size();
        whole.writeBytes(ByteBuffer.allocate(76)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putLong(0)
                .putLong(count)
                .putLong(count)
                .putLong(length)
                .putLong(begin)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(at + (long) shift)
                .putInt(1)
                .array());
        writeEnd(whole, 0xffff, -1, -1, "");
        return whole.toByteArray();
    }

    int count() {
        return count;
    }

    int directoryLength() {
        return directory.size();
    }

    int directoryBegin() {
        return file.size();
    }

    private ByteArrayOutputStream body() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(file.toByteArray());
        whole.writeBytes(directory.toByteArray());
        return whole;
    }

    private static void writeEnd(ByteArrayOutputStream whole, int count, int length, int begin, String comment) {
        whole.writeBytes(ByteBuffer.allocate(22)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(length)
                .putInt(begin)
                .putShort((short) comment.length())
                .array());
        whole.writeBytes(comment.getBytes(StandardCharsets.UTF_8));
    }
}
