package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Builds the bytes of zip archives, right or wrong: every field of an entry can be changed before [#bytes()].
final class RawZip {
    private final List<Entry> entries = new ArrayList<>();
    private boolean zip64;
    private int count64 = -1;
    private byte[] comment = {};

    /// An entry. The header at its own place says `localName`; sizes and checksum are in the directory only.
    static final class Entry {
        String name;
        String localName;
        byte[] data;
        int flags = 0x800;
        int method;
        int crc;
        int compressed;
        int size;
        /// Negative for where it really is.
        int header = -1;

        byte[] extra = {};

        Entry(String name, byte[] content, byte[] data, int method) {
            this.name = name;
            this.localName = name;
            this.data = data;
            this.method = method;
            CRC32 checksum = new CRC32();
            checksum.update(content);
            crc = (int) checksum.getValue();
            compressed = data.length;
            size = content.length;
        }
    }

    /// An archive as `torch.save` writes it, with storages that are called 0, 1, ...
    static RawZip torch(byte[] pickle, byte[]... storages) {
        RawZip zip = new RawZip().stored("archive/data.pkl", pickle);
        for (int i = 0; i < storages.length; i++) {
            zip.stored("archive/data/" + i, storages[i]);
        }
        return zip.stored("archive/version", "3\n".getBytes(UTF_8));
    }

    RawZip stored(String name, byte[] content) {
        entries.add(new Entry(name, content, content, 0));
        return this;
    }

    RawZip stored(String name, String content) {
        return stored(name, content.getBytes(UTF_8));
    }

    RawZip deflated(String name, byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] data = new byte[content.length + 100];
        int length = deflater.deflate(data);
        deflater.end();
        entries.add(new Entry(name, content, Arrays.copyOf(data, length), 8));
        return this;
    }

    /// The entry whose name ends like this.
    Entry entry(String end) {
        return entries.stream().filter(e -> e.name.endsWith(end)).findFirst().orElseThrow();
    }

    RawZip without(String end) {
        entries.remove(entry(end));
        return this;
    }

    /// All entries with their sizes and places in ZIP64 fields, and a ZIP64 record at the end.
    RawZip zip64() {
        zip64 = true;
        return this;
    }

    /// With a lie in the ZIP64 record.
    RawZip zip64(int count) {
        count64 = count;
        return zip64();
    }

    RawZip comment(String text) {
        comment = text.getBytes(UTF_8);
        return this;
    }

    byte[] bytes() {
        Bytes file = new Bytes();
        Bytes directory = new Bytes();
        for (Entry entry : entries) {
            int header = entry.header < 0 ? file.size() : entry.header;
            local(file, entry);
            central(directory, entry, header);
        }
        int start = file.size();
        file.writeBytes(directory.toByteArray());
        int count = entries.size();
        if (zip64) {
            int end64 = file.size();
            file.i32(0x06064b50).i64(44).i16(45).i16(45).i32(0).i32(0);
            file.i64(count64 < 0 ? count : count64)
                    .i64(count64 < 0 ? count : count64)
                    .i64(directory.size())
                    .i64(start);
            file.i32(0x07064b50).i32(0).i64(end64).i32(1);
        }
        file.i32(0x06054b50).i16(0).i16(0).i16(zip64 ? -1 : count).i16(zip64 ? -1 : count);
        file.i32(zip64 ? -1 : directory.size()).i32(zip64 ? -1 : start).i16(comment.length);
        file.writeBytes(comment);
        return file.toByteArray();
    }

    private static void local(Bytes file, Entry entry) {
        byte[] name = entry.localName.getBytes(UTF_8);
        file.i32(0x04034b50).i16(20).i16(entry.flags).i16(entry.method).i32(0);
        file.i32(0).i32(0).i32(0).i16(name.length).i16(entry.extra.length);
        file.writeBytes(name);
        file.writeBytes(entry.extra);
        file.writeBytes(entry.data);
    }

    private void central(Bytes directory, Entry entry, int header) {
        byte[] name = entry.name.getBytes(UTF_8);
        directory
                .i32(0x02014b50)
                .i16(20)
                .i16(20)
                .i16(entry.flags)
                .i16(entry.method)
                .i32(0)
                .i32(entry.crc);
        directory.i32(zip64 ? -1 : entry.compressed).i32(zip64 ? -1 : entry.size);
        directory
                .i16(name.length)
                .i16(zip64 ? 32 : 0)
                .i16(0)
                .i16(0)
                .i16(0)
                .i32(0)
                .i32(zip64 ? -1 : header);
        directory.writeBytes(name);
        if (zip64) {
            directory
                    .i16(0x4246)
                    .i16(0)
                    .i16(1)
                    .i16(24)
                    .i64(entry.size)
                    .i64(entry.compressed)
                    .i64(header);
        }
    }

    private static final class Bytes extends ByteArrayOutputStream {
        Bytes i16(int value) {
            write(value);
            write(value >> 8);
            return this;
        }

        Bytes i32(int value) {
            return i16(value).i16(value >> 16);
        }

        Bytes i64(long value) {
            writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
            return this;
        }
    }
}
