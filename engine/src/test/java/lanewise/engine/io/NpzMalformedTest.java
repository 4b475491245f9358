package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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

/// Every way in which an npz file can be wrong, one by one.
class NpzMalformedTest {
    private static final byte[] ARRAY = RawNpy.of("|u1", "(2,)", 1, 2);

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                // the end of the archive
                file(new byte[0], "no zip archive, or a truncated one: the record at its end is missing"),
                file(new byte[100], "no zip archive, or a truncated one"),
                file(ARRAY, "no zip archive"),
                file(Arrays.copyOf(archive().bytes(), 200), "or a truncated one"),
                file(Arrays.copyOf(archive().bytes(), archive().bytes().length + 1), "no zip archive, or a truncated"),
                file(
                        archive().end(1, 51, 96, ""),
                        "the zip archive's directory is said to be 51 bytes from byte 96 on"),
                file(archive().end(1, 51, 99, ""), "but must end at byte 150"),
                file(archive().end(1, -1, 0, ""), "said to be 4294967295 bytes from byte 0"),
                file(archive().end(1, 0, 150, ""), "said to have 1 entries, but its directory has only 0 bytes"),
                file(archive().end(2, 51, 99, ""), "said to have 2 entries, but its directory has only 51 bytes"),
                file(with(archive().bytes(), -18, 1), "the zip archive has more than one part"),
                file(with(archive().bytes(), -12, 2), "the zip archive has more than one part"),
                // the long form of the end
                file(archive().end64(1, 51, 99, 1), "no zip64 record of one part at byte 151"),
                file(archive().end64(1, 51, 99, 1000), "zip64 record is said to begin at byte 1150"),
                file(archive().end64(1, 51, 99, -1000), "zip64 record is said to begin at byte 18446744073709550766"),
                file(archive().end64(2, 51, 99, 0), "said to have 2 entries"),
                file(archive().end64(-1, 51, 99, 0), "said to have 18446744073709551615 entries"),
                file(archive().end64(1, -1, 99, 0), "said to be 18446744073709551615 bytes from byte 99"),
                file(archive().end64(1, 151, -1, 0), "from byte 18446744073709551615 on"),
                // an entry in the directory
                entry(e -> e.method = 12, "entry \"a.npy\": its compression method is 12; 0 (stored) and 8 (deflated)"),
                entry(e -> e.flags = 1, "entry \"a.npy\": it is encrypted or patched (flags 0x1)"),
                entry(e -> e.compressed = 1, "it is said to take 1 bytes for 66 of content, which cannot be"),
                entry(e -> e.size = 65, "it is said to take 66 bytes for 65 of content"),
                entry(
                        e -> {
                            e.size = 0x7fffffff;
                            e.compressed = 0x7fffffff;
                        },
                        "it is said to take 2147483647 bytes from byte 35 on, but the directory begins at byte 101"),
                entry(e -> e.size = -1, "entry \"a.npy\": a number beyond 32 bits is missing in its extra field"),
                entry(e -> e.extra = new byte[] {1, 0, 16, 0, 0}, "an extra field of 16 bytes has only 1"),
                entry(e -> e.shift = 1, "there is no header at byte 1"),
                entry(e -> e.shift = 1 << 20, "its header is said to be at byte 1048576, but the directory begins"),
                entry(
                        e -> e.localName = new byte[] {'b', '.', 'n', 'p', 'y'},
                        "the header at byte 0 is of another entry"),
                entry(e -> e.localName = new byte[200], "there is no header at byte 0"),
                file(with(archive().bytes(), 8, 8), "the header at byte 0 is of another entry"),
                file(with(archive().bytes(), 99, 0), "no entry of the zip archive's directory at byte 99"),
                file(
                        with(archive().bytes(), 127, 200),
                        "the zip archive's directory ends at byte 150, within an entry"),
                file(with(archive().bytes(), 131, 1), "ends at byte 150, but its 1 entries end at byte 151"),
                file(named("é.npy", 0), "the zip archive has an entry whose name is not ASCII, nor marked as UTF-8"),
                file(with(named("é.npy", 0x800), -27, 0xff), "the zip archive has an entry whose name is not UTF-8"),
                // its content
                entry(e -> e.crc++, "entry \"a.npy\": the content is damaged: its check sum is 0x"),
                entry(e -> e.deflated().crc++, "entry \"a.npy\": the content is damaged: its check sum is 0x"),
                entry(e -> e.deflated().size = 67, "U8 of shape [2] takes 2 bytes, but 3 follow the header"),
                entry(e -> e.deflated().size = 65, "U8 of shape [2] takes 2 bytes, but 1 follow the header"),
                entry(e -> e.deflated().bytes[0] |= 7, "the compressed content is damaged: "),
                entry(
                        e -> e.deflated().withBytes(Arrays.copyOf(e.bytes, e.bytes.length - 1)),
                        "entry \"a.npy\": the compressed content is truncated"),
                entry(
                        e -> e.deflated().withBytes(Arrays.copyOf(e.bytes, e.bytes.length / 2)),
                        "the compressed content ends after "),
                entry(e -> e.deflated().withBytes(new byte[0]), "ends after 0 bytes; it should have 66"),
                entry(
                        e -> e.deflated().withBytes(Arrays.copyOf(e.bytes, e.bytes.length + 3)),
                        "behind the compressed content are 3 bytes too many"),
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
                        new RawNpz().put(entry()).put(shifted("b.npy", -101)).bytes(),
                        "the header at byte 0 is of another entry"),
                file(overlapping(), "entry \"b.npy\": its bytes begin at byte 70, but the archive is taken up to 136"));
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

    /// A header that promises 8 GB, and compressed bytes that promise to fit it but end soon.
    @Test
    void noMemoryIsMadeForAPromise() {
        byte[] start = RawNpy.of("|u1", "(1073741824,)", new int[1 << 16]);
        RawNpz.Entry entry = new RawNpz.Entry("a.npy", start).deflated();
        entry.size = start.length - (1L << 16) + (1L << 30);
        byte[] file = new RawNpz().put(entry).bytes();
        assertThat(file.length).isLessThan(1000);
        var memory = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> NpzReader.read(new ArrayBytes(file)))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("entry \"a.npy\": ")
                .hasMessageMatching(".*(the compressed content ends after|bytes of memory, but the JVM has only).*");
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
        RawNpz.Entry outer = new RawNpz.Entry("a.npy", Arrays.copyOf(inner, 101));
        RawNpz.Entry hidden = shifted("b.npy", -101);
        hidden.bytes = new byte[0];
        byte[] file = new RawNpz().put(outer).put(hidden).bytes();
        return file;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        bytes[at < 0 ? bytes.length + at : at] = (byte) value;
        return bytes;
    }

    private static Arguments entry(Consumer<RawNpz.Entry> change, String message) {
        RawNpz.Entry entry = entry();
        change.accept(entry);
        return file(new RawNpz().put(entry).bytes(), message);
    }

    private static Arguments file(byte[] bytes, String message) {
        return Arguments.of(bytes, message);
    }
}
