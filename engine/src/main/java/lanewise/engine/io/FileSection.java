package lanewise.engine.io;

import java.nio.ByteBuffer;

/// The bytes of a file from one place to another.
final class FileSection implements ByteSource {
    private final FileBytes file;
    private final long end;
    private long position;

    /// The bytes `[begin, end)`, which the file must have.
    FileSection(FileBytes file, long begin, long end) {
        assert begin >= 0 && begin <= end && end <= file.length() : begin + " to " + end + " of " + file.length();
        this.file = file;
        this.end = end;
        this.position = begin;
    }

    @Override
    public long remaining() {
        return end - position;
    }

    @Override
    public boolean isCertain() {
        return true;
    }

    @Override
    public ByteBuffer next(int count) throws FileFormatException {
        if (count > remaining()) {
            throw new FileFormatException(
                    count + " bytes are needed from byte " + position + " on, but only " + remaining() + " follow");
        }
        ByteBuffer bytes = file.slice(position, count);
        position += count;
        return bytes;
    }

    @Override
    public void finish() {}
}
