package lanewise.engine.io;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A zip archive, as numpy and PyTorch write it, stored or deflated; see [ZipDirectory] for what is accepted. The
/// JDK's own reader wants a file, and takes entries that overlap, lie about their length, or do not have the check
/// sum that they say.
final class ZipArchive implements AutoCloseable {
    /// The longest array that every JVM can make.
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    private final FileBytes file;
    private final boolean zeroIsNoCheckSum;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final Inflater inflater = new Inflater(true);

    private ZipArchive(FileBytes file, boolean zeroIsNoCheckSum) {
        this.file = file;
        this.zeroIsNoCheckSum = zeroIsNoCheckSum;
    }

    /// Reads and checks the directory: the names, places and lengths of all entries, but none of their contents.
    static ZipArchive open(FileBytes file) throws FileFormatException {
        return open(file, false);
    }

    /// The same where a check sum of 0 means none: so writes `torch.save` with
    /// `torch.utils.serialization.config.save.compute_crc32` off.
    static ZipArchive openWithoutCheckSums(FileBytes file) throws FileFormatException {
        return open(file, true);
    }

    private static ZipArchive open(FileBytes file, boolean zeroIsNoCheckSum) throws FileFormatException {
        Iterable<ZipEntry> directory = ZipDirectory.read(file);
        ZipArchive archive = new ZipArchive(file, zeroIsNoCheckSum);
        directory.forEach(entry -> archive.entries.put(entry.name(), entry));
        return archive;
    }

    /// Whether the file has the record that is at the end of each archive.
    static boolean isArchive(FileBytes file) {
        return ZipDirectory.endOf(file) >= 0;
    }

    /// The length of the whole file.
    long length() {
        return file.length();
    }

    /// In the directory's order.
    Collection<ZipEntry> entries() {
        return entries.values();
    }

    @Nullable
    ZipEntry find(String name) {
        return entries.get(name);
    }

    ZipEntry get(String name) throws FileFormatException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new FileFormatException("the zip archive has no entry " + JsonWriter.quoted(name));
        }
        return entry;
    }

    /// The content of an entry, to be read before the next one's is asked for.
    ByteSource content(ZipEntry entry) {
        return new ZipContent(file, entry, inflater, !(zeroIsNoCheckSum && entry.crc() == 0));
    }

    /// The whole content of an entry. It takes no more memory than the bytes that are really there explain.
    byte[] bytes(ZipEntry entry) throws IOException {
        if (entry.size() > MOST_BYTES) {
            throw entry.error("it has " + entry.size() + " bytes; at most 2 GiB can be read as one");
        }
        int size = (int) entry.size();
        try {
            ByteSource content = content(entry);
            byte[] bytes = new byte[content.isCertain() ? size : Math.min(size, ArrayReader.CHUNK)];
            for (int from = 0; from < size; ) {
                if (from == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(2L * from, size));
                }
                int count = Math.min(bytes.length - from, ArrayReader.CHUNK);
                content.next(count).get(bytes, from, count);
                from += count;
            }
            content.finish();
            return bytes;
        } catch (FileFormatException e) {
            throw entry.error(e.getMessage());
        }
    }

    /// Gives native memory back.
    @Override
    public void close() {
        inflater.end();
    }
}
