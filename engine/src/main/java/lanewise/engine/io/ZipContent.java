package lanewise.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The content of an entry of a zip archive, decompressed as it is read.
///
/// Native code, here `Inflater` and `CRC32`, gets copies of the file's bytes only: see [MappedFile].
final class ZipContent implements ByteSource {
    private static final int INPUT = 1 << 13;

    private final ZipEntry entry;
    private final FileSection input;
    private final Inflater inflater;
    private final boolean isChecked;
    private final CRC32 crc = new CRC32();
    private byte[] compressed = {};
    private byte[] content = {};
    private long remaining;

    /// @param inflater of raw data; it is this source's until the next one gets it
    /// @param isChecked whether the entry's check sum is that of its content, and not left out
    ZipContent(FileBytes file, ZipEntry entry, Inflater inflater, boolean isChecked) {
        this.isChecked = isChecked;
        this.entry = entry;
        this.input = new FileSection(file, entry.begin(), entry.end());
        this.remaining = entry.size();
        this.inflater = inflater;
        inflater.reset();
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public boolean isCertain() {
        return !entry.deflated();
    }

    @Override
    public ByteBuffer next(int count) throws FileFormatException {
        if (content.length < count) {
            content = new byte[count];
        }
        if (entry.deflated()) {
            inflate(count);
        } else {
            input.next(count).get(content, 0, count);
        }
        crc.update(content, 0, count);
        remaining -= count;
        return ByteBuffer.wrap(content, 0, count).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void finish() throws FileFormatException {
        if (entry.deflated()) {
            finishInflating();
        }
        if (isChecked && (int) crc.getValue() != entry.crc()) {
            throw new FileFormatException("the content is damaged: its check sum is 0x%08x, but should be 0x%08x"
                    .formatted((int) crc.getValue(), entry.crc()));
        }
    }

    private void inflate(int count) throws FileFormatException {
        int filled = 0;
        while (filled < count) {
            int inflated = inflateSome(content, filled, count - filled);
            if (inflated == 0 && isAtEnd()) {
                throw new FileFormatException("the compressed content ends after " + (entry.size() - remaining + filled)
                        + " bytes; it should have " + entry.size());
            }
            filled += inflated;
        }
    }

    /// The end mark of the compressed content must follow the last byte, and must be the last of the entry.
    private void finishInflating() throws FileFormatException {
        byte[] more = new byte[1];
        while (!isAtEnd()) {
            if (inflateSome(more, 0, 1) > 0) {
                throw new FileFormatException("the compressed content goes on behind its " + entry.size() + " bytes");
            }
        }
        if (!inflater.finished()) {
            throw new FileFormatException("the compressed content is truncated");
        }
        long unused = input.remaining() + inflater.getRemaining();
        if (unused > 0) {
            throw new FileFormatException("behind the compressed content are " + unused + " bytes too many");
        }
    }

    private boolean isAtEnd() {
        return inflater.finished() || inflater.needsInput() && input.remaining() == 0;
    }

    /// Decompresses at most `count` bytes, possibly none.
    private int inflateSome(byte[] target, int from, int count) throws FileFormatException {
        if (inflater.needsInput() && input.remaining() > 0) {
            int length = (int) Math.min(INPUT, input.remaining());
            if (compressed.length < length) {
                compressed = new byte[length];
            }
            input.next(length).get(compressed, 0, length);
            inflater.setInput(compressed, 0, length);
        }
        try {
            int inflated = inflater.inflate(target, from, count);
            if (inflater.needsDictionary()) {
                throw new FileFormatException("the compressed content is damaged: it wants a dictionary");
            }
            return inflated;
        } catch (DataFormatException e) {
            throw new FileFormatException("the compressed content is damaged: " + e.getMessage());
        }
    }
}
