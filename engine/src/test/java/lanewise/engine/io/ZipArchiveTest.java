package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lanewise.engine.io.PyTorchRefusal.SIX_FLOATS;
import static lanewise.engine.io.PyTorchRefusal.assertRefused;
import static lanewise.engine.io.PyTorchRefusal.assertRefusedWithin;
import static lanewise.engine.io.PyTorchRefusal.load;
import static lanewise.engine.io.PyTorchRefusal.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which the archive of a file can be wrong, one by one.
class ZipArchiveTest {
    static Stream<Arguments> archives() {
        return Stream.of(
                Arguments.of("empty", new byte[0], "this is no zip archive"),
                Arguments.of("text", "hello".getBytes(UTF_8), "this is no zip archive, as torch.save writes it"),
                Arguments.of("safetensors", RawFile.of("{}", 0), "this is no zip archive"),
                Arguments.of("head only", Arrays.copyOf(good().bytes(), 60), "cut off: it has no directory at its end"),
                Arguments.of("tar", tar(), "this is a tar archive, as torch.save wrote it in PyTorch's first versions"),
                archive("no pickle", zip -> zip.without("data.pkl"), "the zip archive has no NAME/data.pkl"),
                archive(
                        "pickle not in a folder",
                        zip -> zip.entry("data.pkl").name = zip.entry("data.pkl").localName = "data.pkl",
                        "no NAME/data.pkl"),
                archive("two", zip -> zip.stored("b/data.pkl", "x"), "more than one data.pkl: in \"archive/\" and in"),
                archive(
                        "TorchScript",
                        zip -> zip.stored("archive/constants.pkl", "x"),
                        "this is a TorchScript archive"),
                archive("no version", zip -> zip.without("version"), "has no entry \"archive/version\""),
                archive(
                        "long version",
                        zip -> zip.without("version").stored("archive/version", "3".repeat(65)),
                        "entry \"archive/version\" has 65 bytes; a word of at most 64 is expected"),
                archive(
                        "later version",
                        zip -> zip.without("version").stored("archive/version", "11\n"),
                        "the version of the format is \"11\"; those from 1 to 10"),
                archive(
                        "byte order",
                        zip -> zip.stored("archive/byteorder", "pdp"),
                        "the byteorder is \"pdp\"; it must"),
                // the directory
                archive(
                        "an entry twice",
                        zip -> zip.stored("archive/version", "3"),
                        "entry \"archive/version\": it is there twice"),
                archive("dots", zip -> zip.stored("archive/../x", "x"), "named \"archive/../x\", which is not a path"),
                archive(
                        "leading dots",
                        zip -> zip.stored("../x", "x"),
                        "named \"../x\", which is not a path within it"),
                archive("root", zip -> zip.stored("/etc/x", "x"), "named \"/etc/x\", which is not a path within it"),
                archive("backslash", zip -> zip.stored("archive\\x", "x"), "which is not a path within it"),
                archive("no name", zip -> zip.stored("", "x"), "named \"\", which is not a path within it"),
                archive("count", zip -> zip.zip64(9999), "is said to have 9999 entries, but its directory has only"),
                archive("count of fewer", zip -> zip.zip64(2), ", but its 2 entries end at byte"),
                archive("count of more", zip -> zip.zip64(4), "within an entry that needs 46 bytes from byte"),
                archive(
                        "place",
                        zip -> zip.entry("data/0").header = 100_000,
                        "its header is said to be at byte 100000, but the directory begins at byte"),
                archive(
                        "overlap",
                        zip -> zip.entry("data/0").header = zip.entry("data.pkl").header = 0,
                        "the header at byte 0 is of another entry"),
                archive(
                        "length",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = 100,
                        "entry \"archive/data/0\": it is said to take 100 bytes from byte"),
                archive(
                        "negative length",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = -2,
                        "said to take 4294967294 bytes from byte"),
                archive(
                        "no ZIP64 field",
                        zip -> zip.entry("data/0").compressed = zip.entry("data/0").size = -1,
                        "entry \"archive/data/0\": a number beyond 32 bits is missing"),
                archive(
                        "a little too long",
                        zip -> zip.entry("data.pkl").compressed = zip.entry("data.pkl").size += 4,
                        "entry \"archive/data/0\": its header begins at byte"),
                // the entries
                archive("encrypted", zip -> zip.entry("data/0").flags |= 1, "\"archive/data/0\": it is encrypted"),
                archive(
                        "method",
                        zip -> zip.entry("data/0").method = 14,
                        "its compression method is 14; 0 (stored) and"),
                archive("sizes", zip -> zip.entry("version").size = 1, "it is said to take 2 bytes for 1 of content"),
                archive(
                        "header",
                        zip -> zip.entry("data/0").header =
                                30 + "archive/data.pkl".length() + zip.entry("data.pkl").size + 1,
                        "\"archive/data/0\": there is no header at byte"),
                archive("other name", zip -> zip.entry("data/0").localName = "archive/data/1", "is of another entry"),
                archive("checksum", zip -> zip.entry("data/0").crc ^= 4, "the content is damaged: its check sum is"),
                archive(
                        "pickle's checksum",
                        zip -> zip.entry("data.pkl").crc++,
                        "\"archive/data.pkl\": the content is damaged"),
                archive("content", zip -> zip.entry("data/0").data = new byte[] {1}, "its header begins at byte"),
                archive("deflated content", deflated(e -> e.data[0] = -1), "the compressed content is damaged"),
                archive("deflated, cut", deflated(e -> e.compressed -= 4), "the compressed content ends after"),
                archive("deflated, longer", deflated(e -> e.size = 100), "goes on behind its 100 bytes"),
                archive("deflated, shorter", deflated(e -> e.size = 1 << 30), "it should have 1073741824"),
                archive("deflated, huge", deflated(e -> e.size = Integer.MAX_VALUE), "at most 2 GiB can be read as"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void anArchiveIsRefusedWithTheReason(String what, byte[] file, String message) {
        assertRefused(file, message);
    }

    /// Nor is it made before the entry is found to be stored as it says.
    @Test
    void aLieAboutAStoredEntryTakesNoMemory() {
        RawZip zip = good();
        zip.entry("data.pkl").size = 1 << 29;
        assertRefusedWithin(1 << 20, zip.bytes(), "for 536870912 of content, which cannot be");
    }

    /// A small entry that says it is large takes no memory.
    @Test
    void aLieAboutADeflatedEntryTakesNoMemory() {
        byte[] pickle = TorchPickles.floats(1 << 28);
        RawZip zip = RawZip.torch(pickle).deflated("archive/data/0", SIX_FLOATS);
        zip.entry("data/0").size = 1 << 30;
        assertRefusedWithin(1 << 20, zip.bytes(), "ends after 24 bytes; it should have 1073741824");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(resource("module.pt"));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(FileFormatException.class);
        }
        assertThat(load(whole).size()).isEqualTo(7);
    }

    @Test
    void theseFilesWouldBeReadOtherwise() throws IOException {
        assertThat(load(good().bytes()).array("a").shape().elements()).isEqualTo(6);
        RawZip zip = good();
        deflated(_ -> {}).accept(zip);
        assertThat(load(zip.bytes()).array("a").shape().elements()).isEqualTo(6);
    }

    private static RawZip good() {
        return RawZip.torch(TorchPickles.floats(6), SIX_FLOATS);
    }

    private static Arguments archive(String what, Consumer<RawZip> damage, String message) {
        RawZip zip = good();
        damage.accept(zip);
        return Arguments.of(what, zip.bytes(), message);
    }

    /// With the pickle compressed, and that entry damaged.
    private static Consumer<RawZip> deflated(Consumer<RawZip.Entry> damage) {
        return zip -> {
            zip.without("data.pkl").deflated("archive/data.pkl", TorchPickles.floats(6));
            damage.accept(zip.entry("data.pkl"));
        };
    }

    private static byte[] tar() {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
        return tar;
    }
}
