package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which an npy file can be wrong, one by one.
class NpyMalformedTest {
    private static final String VALID = RawNpy.text("|u1", "False", "(2,)");

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                // magic, version, length
                file(new byte[0], "the magic bytes and the version takes 8 bytes, but only 0 follow"),
                file(new byte[7], "takes 8 bytes, but only 7 follow: the file is truncated"),
                file(new byte[8], "no npy file: it must begin with the byte 0x93 and NUMPY"),
                file(with(RawNpy.of(VALID, 1, 2), 5, 'Z'), "no npy file"),
                file(with(RawNpy.of(VALID, 1, 2), 6, 0), "the version of the format is 0.0; 1.0, 2.0 and 3.0 can"),
                file(with(RawNpy.of(VALID, 1, 2), 6, 4), "the version of the format is 4.0"),
                file(with(RawNpy.of(VALID, 1, 2), 6, 255), "the version of the format is 255.0"),
                file(with(RawNpy.of(VALID, 1, 2), 7, 1), "the version of the format is 1.1"),
                file(Arrays.copyOf(RawNpy.of(VALID), 9), "the length of the header takes 2 bytes, but only 1 follow"),
                file(Arrays.copyOf(RawNpy.of(2, VALID), 11), "the length of the header takes 4 bytes, but only 3"),
                file(RawNpy.of(1, 200, VALID, 1, 2), "the header takes 200 bytes, but only 60 follow"),
                file(RawNpy.of(1, 0xffff, VALID, 1, 2), "said to have 65535 bytes; at most 10000 are read"),
                file(RawNpy.of(3, 0xffffffffL, VALID, 1, 2), "said to have 4294967295 bytes; at most 10000"),
                file(RawNpy.of(VALID + " ".repeat(10_000), 1, 2), "at most 10000 are read"),
                // the text
                text("", "the header, character 0, at the end: '{' is needed"),
                text("[]", "the header, character 0, at \"[\": '{' is needed"),
                text("{", "character 1, at the end: a key in quotes is needed"),
                text("{}", "the header has no 'descr'"),
                text("{} {}", "character 3, at \"{\": nothing may follow the dict"),
                text(VALID + "#", "nothing may follow the dict"),
                text(VALID + "\0", "nothing may follow the dict"),
                text("{,}", "a key in quotes is needed"),
                text("{descr: '|u1'}", "a key in quotes is needed"),
                text("{1: 2}", "a key in quotes is needed"),
                text("{u'descr': '|u1'}", "a key in quotes is needed"),
                text("{'descr", "the string does not end"),
                text("{'descr\": '|u1'}", "':' is needed"),
                text("{'de\\scr': '|u1'}", "character 4, at \"\\\\\": a character that no key and no type has"),
                text("{'d\u00e9scr': '|u1'}", "character 3, at \"\u00e9\": a character"),
                text("{'descr' '|u1'}", "':' is needed"),
                text("{'descr': '|u1' 'shape': ()}", "'}' is needed"),
                text("{'descr': '|u1',, 'shape': ()}", "a key in quotes is needed"),
                text("{'descr': '|u1', 'descr': '|u1'}", "character 17, at \"'\": the key 'descr' is there twice"),
                text("{'shape': (), 'shape': ()}", "the key 'shape' is there twice"),
                text("{'fortran_order': True, 'fortran_order': True}", "the key 'fortran_order' is there twice"),
                text("{'Descr': '|u1'}", "there is no key \"Descr\" in a header, only 'descr'"),
                text("{'': 1}", "there is no key \"\""),
                text("{'fortran_order': False, 'shape': (2,)}", "the header has no 'descr'"),
                text("{'descr': '|u1', 'shape': (2,)}", "the header has no 'fortran_order'"),
                text("{'descr': '|u1', 'fortran_order': False}", "the header has no 'shape'"),
                // the order
                order("true", "character 33, at \"t\": True or False is needed"),
                order("0", "True or False is needed"),
                order("'False'", "True or False is needed"),
                order("None", "True or False is needed"),
                order("Falsehood", "'}' is needed"),
                // the shape
                shape("2", "'(' is needed"),
                shape("[2]", "'(' is needed"),
                shape("None", "'(' is needed"),
                shape("(2)", "a tuple of one size has a comma behind it"),
                shape("(2, 1", "a size is needed"),
                shape("(2", "a size is needed"),
                shape("(2,", "a size is needed"),
                shape("(,)", "a size is needed, a whole number from 0 on"),
                shape("(2,,1)", "a size is needed"),
                shape("(2 1)", "a tuple of one size has a comma"),
                shape("(2, 1 1)", "')' is needed"),
                shape("(-2,)", "a size is needed, a whole number from 0 on"),
                shape("(+2,)", "a size is needed"),
                shape("(2.0,)", "a tuple of one size has a comma"),
                shape("(2e0,)", "a tuple of one size has a comma"),
                shape("(2L,)", "a tuple of one size has a comma"),
                shape("(0x2,)", "a tuple of one size has a comma"),
                shape("(02,)", "a number does not begin with 0"),
                shape("(True,)", "a size is needed"),
                shape("('2',)", "a size is needed"),
                shape("((2,),)", "a size is needed"),
                shape("(\u0662,)", "a size is needed"),
                shape("(9223372036854775808,)", "the size 9223372036854775808 is too big"),
                shape("(" + "9".repeat(100) + ",)", "the size of 100 digits is too big"),
                shape("(999999999999999999,)", "the shape [999999999999999999] is too big for this library"),
                shape("(2147483647,)", "the shape [2147483647] is too big"),
                shape("(65536, 65536)", "the shape [65536, 65536] is too big"),
                shape("(4294967296, 4294967296)", "is too big"),
                shape("(0, 4294967296)", "is too big"),
                shape("(" + "1, ".repeat(65) + ")", "an array has at most 64 dimensions"),
                // the type
                type("|O", "the type \"|O\" is not one of numpy's: a byte order, a letter and a number of bytes"),
                type("|O8", "cannot be read (Python objects, that is a pickle, which can run any program)"),
                type("|S3", "the type \"|S3\" cannot be read (strings of bytes); those that can are [b1, f2,"),
                type("<U3", "cannot be read (strings)"),
                type("|V3", "cannot be read (raw bytes)"),
                type("<c8", "cannot be read (complex numbers)"),
                type("<M8[s]", "cannot be read (dates)"),
                type("<m8[ns]", "cannot be read (spans of time)"),
                type("<f16", "cannot be read (floats of other than 16, 32 or 64 bits)"),
                type("<f1", "cannot be read (floats of other"),
                type("<i3", "the type \"<i3\" cannot be read; those that can are"),
                type("<b2", "cannot be read"),
                type("<F4", "cannot be read"),
                type("<f4 ", "cannot be read"),
                type("", "is not one of numpy's"),
                type("f4", "is not one of numpy's"),
                type("float32", "the type \"float32\" cannot be read"),
                type("=f4", "the type \"=f4\" has no byte order: it must begin with < or >"),
                type("|f4", "has no byte order: it must begin with < or >"),
                type("=u1", "has no byte order: it must begin with < or > or |"),
                text("{'descr': [('a', '<f4')], 'shape': ()}", "character 10, at \"[\": structured types are not read"),
                text("{'descr': ('<f4', (2,)), 'shape': ()}", "types with a shape of their own are not read"),
                text("{'descr': {'names': []}, 'shape': ()}", "a type in quotes is needed"),
                // the elements
                file(RawNpy.of("|u1", "(2,)", 1), "U8 of shape [2] takes 2 bytes, but 1 follow the header"),
                file(RawNpy.of("|u1", "(2,)", 1, 2, 3), "takes 2 bytes, but 3 follow the header"),
                file(RawNpy.of("|u1", "(2,)"), "takes 2 bytes, but 0 follow"),
                file(RawNpy.of("|u1", "(0,)", 1), "takes 0 bytes, but 1 follow"),
                file(RawNpy.of("<f4", "()", 1), "F32 of shape [] takes 4 bytes, but 1 follow"),
                file(RawNpy.of("<f8", "(2147482623,)", 1), "takes 17179860984 bytes, but 1 follow"),
                file(RawNpy.of("|b1", "(2,)", 1, 2), "element 1 is the byte 2; a truth value is 0 or 1"),
                file(
                        RawNpy.of(">u8", "(1,)", 0x80, 0, 0, 0, 0, 0, 0, 0),
                        "element 0 is 9223372036854775808, which no int64 can hold"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithTheReason(byte[] bytes, String message) throws IOException {
        Path file = directory.resolve("file.npy");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = RawNpy.of(VALID, 1, 2);
        for (int length = 0; length < whole.length; length++) {
            ArrayBytes part = new ArrayBytes(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyReader.read(part.section())).isInstanceOf(FileFormatException.class);
        }
        assertThat(NpyReader.read(new ArrayBytes(whole).section()).shape().elements())
                .isEqualTo(2);
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Npy.read(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> Npy.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage(directory + " is a directory, not a file to be read");
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private static Arguments file(byte[] bytes, String message) {
        return Arguments.of(bytes, message);
    }

    private static Arguments text(String text, String message) {
        return file(RawNpy.of(text, 1, 2), message);
    }

    private static Arguments order(String order, String message) {
        return text("{'descr': '|u1','fortran_order': " + order + ", 'shape': (2,), }", message);
    }

    private static Arguments shape(String shape, String message) {
        return text(RawNpy.text("|u1", "False", shape), message);
    }

    private static Arguments type(String descr, String message) {
        return text(RawNpy.text(descr, "False", "(2,)"), message);
    }
}
