package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way in which an npz file can be wrong, one by one.
class NpzMalformedTest {
    private static final byte[] ARRAY = RawNpy.of("|u1", "(2,)", 1, 2);

    /// Where the only entry's bytes begin: behind its header and name.
    private static final int CONTENT = 35;

    private static final int SIZE = ARRAY.length;
    private static final int DIRECTORY = CONTENT + SIZE;
    private static final int DIRECTORY_LENGTH = 51;
    private static final int END = DIRECTORY + DIRECTORY_LENGTH;

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                // the end of the archive
                file(new byte[0], "no zip archive, or a truncated one: the record at its end is missing"),
                file(new byte[100], "no zip archive, or a truncated one"),
                file(ARRAY, "no zip archive"),
                file(Arrays.copyOf(archive().bytes(), END + 21), "no zip archive, or a truncated one"),
                file(Arrays.copyOf(archive().bytes(), END + 23), "no zip archive, or a truncated one"),
                end(
                        1,
                        51,
                        DIRECTORY - 1,
                        "the zip archive's directory is said to be 51 bytes from byte " + (DIRECTORY - 1)),
                end(
                        1,
                        52,
                        DIRECTORY,
                        "said to be 52 bytes from byte " + DIRECTORY + " on, but must end at byte " + END),
                end(1, 51, -2, "said to be 51 bytes from byte 4294967294 on"),
                end(1, -2, 0, "said to be 4294967294 bytes from byte 0 on"),
                end(1, 0, END, "said to have 1 entries, but its directory has only 0 bytes"),
                end(2, 51, DIRECTORY, "said to have 2 entries, but its directory has only 51 bytes"),
                end(0, 51, DIRECTORY, "directory ends at byte " + END + ", but its 0 entries end at byte " + DIRECTORY),
                file(with(archive().bytes(), END + 4, 1), "the zip archive has more than one part"),
                file(with(archive().bytes(), END + 6, 1), "the zip archive has more than one part"),
                file(with(archive().bytes(), END + 8, 2), "the zip archive has more than one part"),
                // the long form of the end
                end64(1, 51, DIRECTORY, -1, "no zip64 record of one part at byte " + (END - 1)),
                end64(1, 51, DIRECTORY, 1, "zip64 record is said to begin at byte " + (END + 1) + ", but must end at"),
                end64(1, 51, DIRECTORY, -1000, "zip64 record is said to begin at byte 1844674407370955"),
                end64(2, 51, DIRECTORY, 0, "said to have 2 entries"),
                end64(-1, 51, DIRECTORY, 0, "said to have 18446744073709551615 entries"),
                end64(1, -1, DIRECTORY, 0, "said to be 18446744073709551615 bytes from byte " + DIRECTORY),
                end64(1, 52 + (long) END, -1, 0, "from byte 18446744073709551615 on"),
                file(with(archive().end64(1, 51, DIRECTORY, 0), END + 4, 45), "no zip64 record of one part"),
                file(with(archive().end64(1, 51, DIRECTORY, 0), END + 16, 1), "no zip64 record of one part"),
                file(with(archive().end64(1, 51, DIRECTORY, 0), END + 24, 2), "no zip64 record of one part"),
                file(with(archive().end64(1, 51, DIRECTORY, 0), -12, 1, 0), "the zip archive has more than one part"),
                file(
                        with(archive().end64(1, 51, DIRECTORY, 0), -14, 2, 0, 2, 0),
                        "the two records at the end of the zip archive disagree: 2 and 1"),
                // an entry in the directory
                entry(e -> e.method = 12, "entry \"a.npy\": its compression method is 12; 0 (stored) and 8 (deflated)"),
                entry(e -> e.flags = 1, "entry \"a.npy\": it is encrypted or patched (flags 0x1)"),
                entry(e -> e.compressed = 1, "said to take 1 bytes for " + SIZE + " of content, which cannot be"),
                entry(e -> e.size = 1, "said to take " + SIZE + " bytes for 1 of content, which cannot be"),
                entry(
                        e -> e.size = e.compressed = 0x7fffffff,
                        "take 2147483647 bytes from byte 35 on, but the directory"),
                entry(e -> e.size = -1, "entry \"a.npy\": a number beyond 32 bits is missing in its extra field"),
                entry(e -> e.extra = new byte[] {1, 0, 16, 0, 0}, "an extra field of 16 bytes has only 1"),
                entry(e -> e.wide().extra[11] = -1, "it is said to take "),
                entry(e -> e.wide().extra[19] = -1, "it is said to take "),
                entry(e -> e.shift = 1, "there is no header at byte 1"),
                entry(e -> e.shift = 1 << 20, "its header is said to be at byte 1048576, but the directory begins"),
                entry(
                        e -> e.localName = new byte[] {'b', '.', 'n', 'p', 'y'},
                        "the header at byte 0 is of another entry"),
                entry(e -> e.localName = new byte[5], "the header at byte 0 is of another entry"),
                file(with(archive().bytes(), 8, 8), "the header at byte 0 is of another entry"),
                file(with(archive().bytes(), 26, 255), "there is no header at byte 0"),
                file(
                        with(archive().bytes(), DIRECTORY, 0),
                        "no entry of the zip archive's directory at byte " + DIRECTORY),
                file(
                        with(archive().bytes(), DIRECTORY + 28, 200),
                        "directory ends at byte " + END + ", within an entry that needs 200 bytes from byte"),
                file(
                        with(archive().bytes(), DIRECTORY + 32, 1),
                        "ends at byte " + END + ", but its 1 entries end at byte " + (END + 1)),
                file(named("é.npy", 0), "the zip archive has an entry whose name is not ASCII, nor marked as UTF-8"),
                file(with(archive().bytes(), DIRECTORY + 46, 0xc3), "whose name is not ASCII"),
                file(with(named("é.npy", 0x800), -23, 0xff), "the zip archive has an entry whose name is not UTF-8"),
                // its content
                entry(e -> e.crc++, "entry \"a.npy\": the content is damaged: its check sum is 0x"),
                entry(e -> e.deflated().crc++, "entry \"a.npy\": the content is damaged: its check sum is 0x"),
                entry(e -> e.deflated().size++, "U8 of shape [2] takes 2 bytes, but 3 follow the header"),
                entry(e -> e.deflated().size--, "U8 of shape [2] takes 2 bytes, but 1 follow the header"),
                entry(e -> e.deflated().bytes[0] |= 7, "entry \"a.npy\": the compressed content is damaged: "),
                entry(e -> e.withDeflated(Arrays.copyOf(ARRAY, SIZE - 1)), "ends after " + (SIZE - 1) + " bytes"),
                entry(e -> e.withDeflated(Arrays.copyOf(ARRAY, SIZE + 1)), "goes on behind its " + SIZE + " bytes"),
                entry(e -> e.deflated().cut(1), "entry \"a.npy\": the compressed content "),
                entry(e -> e.deflated().cut(20), "the compressed content ends after "),
                entry(e -> e.deflated().withBytes(new byte[0]), "ends after 0 bytes; it should have " + SIZE),
                entry(e -> e.deflated().cut(-3), "behind the compressed content are 3 bytes too many"),
                file(
                        content(RawNpy.of("|O8", "(2,)", 1, 2)),
                        "entry \"a.npy\": the type \"|O8\" cannot be read (Python"),
                file(content(new byte[0]), "entry \"a.npy\": the magic bytes and the version takes 8 bytes"),
                file(content(new byte[9]), "entry \"a.npy\": no npy file"),
                file(named("a.txt", 0), "entry \"a.txt\": it is no array: its name does not end in .npy"),
                file(named("folder/", 0), "entry \"folder/\": it is no array"),
                // several
                file(new RawNpz().put(entry()).put(entry()).bytes(), "entry \"a.npy\": it is there twice"),
                file(
                        new RawNpz()
                                .put(entry())
                                .put(shifted("b.npy", -DIRECTORY))
                                .bytes(),
                        "entry \"b.npy\": the header at byte 0 is of another entry"),
                file(
                        overlapping(),
                        "entry \"b.npy\": its header begins at byte 35, but the archive is taken up to 140"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithTheReason(byte[] bytes, String message) throws IOException {
        Path file = directory.resolve("file.npz");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npz.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = new RawNpz()
                .put(entry())
                .put(new RawNpz.Entry("b.npy", ARRAY).deflated())
                .bytes();
        for (int length = 0; length < whole.length; length++) {
            ArrayBytes part = new ArrayBytes(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpzReader.read(part)).isInstanceOf(FileFormatException.class);
        }
        assertThat(NpzReader.read(new ArrayBytes(whole)).arrays()).containsOnlyKeys("a", "b");
    }

    /// A header that promises so many bytes, and a directory that promises to fit it, but compressed bytes that end
    /// after the first 64 KiB.
    @ParameterizedTest
    @ValueSource(ints = {8_000_000, Integer.MAX_VALUE - 1024})
    void noMemoryIsMadeForAPromise(int promised) {
        byte[] start = RawNpy.of("|u1", "(" + promised + ",)", new int[1 << 16]);
        RawNpz.Entry entry = new RawNpz.Entry("a.npy", start).deflated();
        entry.size = start.length - (1L << 16) + promised;
        ArrayBytes file = new ArrayBytes(new RawNpz().put(entry).bytes());
        assertThat(file.length()).isLessThan(1000);
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> NpzReader.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith("entry \"a.npy\": ")
                .hasMessageMatching(".*the compressed content ends after 65... bytes.*|.*but the JVM has only .*");
        assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }

    private static RawNpz.Entry entry() {
        return new RawNpz.Entry("a.npy", ARRAY);
    }

    private static RawNpz archive() {
        return new RawNpz().put(entry());
    }

    private static byte[] content(byte[] content) {
        return new RawNpz().put(new RawNpz.Entry("a.npy", content)).bytes();
    }

    private static byte[] named(String name, int flags) {
        RawNpz.Entry entry = new RawNpz.Entry(name, ARRAY);
        entry.flags = flags;
        return new RawNpz().put(entry).bytes();
    }

    private static RawNpz.Entry shifted(String name, int by) {
        RawNpz.Entry entry = new RawNpz.Entry(name, ARRAY);
        entry.shift = by;
        return entry;
    }

    /// An entry whose content is the header and content of another.
    private static byte[] overlapping() {
        byte[] inner = new RawNpz().put(new RawNpz.Entry("b.npy", ARRAY)).bytes();
        RawNpz.Entry outer = new RawNpz.Entry("a.npy", Arrays.copyOf(inner, DIRECTORY));
        RawNpz.Entry hidden = shifted("b.npy", -DIRECTORY);
        hidden.bytes = new byte[0];
        return new RawNpz().put(outer).put(hidden).bytes();
    }

    /// With these bytes from a place on, counted from the end if it is negative.
    private static byte[] with(byte[] bytes, int at, int... values) {
        for (int i = 0; i < values.length; i++) {
            bytes[(at < 0 ? bytes.length + at : at) + i] = (byte) values[i];
        }
        return bytes;
    }

    private static Arguments entry(Consumer<RawNpz.Entry> change, String message) {
        RawNpz.Entry entry = entry();
        change.accept(entry);
        return file(new RawNpz().put(entry).bytes(), message);
    }

    private static Arguments end(int count, int length, int begin, String message) {
        return file(archive().end(count, length, begin, ""), message);
    }

    private static Arguments end64(long count, long length, long begin, int shift, String message) {
        return file(archive().end64(count, length, begin, shift), message);
    }

    private static Arguments file(byte[] bytes, String message) {
        return Arguments.of(bytes, message);
    }
}
