package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lanewise.engine.io.RawFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a file can be wrong, one by one.
class SafeTensorsMalformedTest {
    private static final byte[] NONE = {};
    private static final String F32_2_3 = tensor("F32", "[2,3]", "[0,24]");

    @TempDir
    Path directory;

    static Stream<Arguments> files() {
        return Stream.of(
                // the length of the header
                file(NONE, "the file has 0 bytes"),
                file(new byte[7], "the file has 7 bytes; the length of the header alone takes 8"),
                file(RawFile.of(3, "{}".getBytes(UTF_8), NONE), "said to have 3 bytes, but only 2 follow"),
                file(RawFile.of(1, NONE, NONE), "said to have 1 bytes, but only 0 follow"),
                file(
                        RawFile.of(100_000_001, "{}".getBytes(UTF_8), NONE),
                        "said to have 100000001 bytes; at most 100000000"),
                file(RawFile.of(Long.MAX_VALUE, "{}".getBytes(UTF_8), NONE), "said to have 9223372036854775807 bytes"),
                file(RawFile.of(-1, "{}".getBytes(UTF_8), NONE), "said to have 18446744073709551615 bytes"),
                // the header as a text
                file(RawFile.of(NONE, NONE), "must begin with '{', but begins with nothing"),
                header(" {}", 0, "must begin with '{', but begins with \" \""),
                header("\ufeff{}", 0, "must begin with '{', but begins with \"\ufeff\""),
                header("[]", 0, "must begin with '{', but begins with \"[\""),
                header("\"{}\"", 0, "must begin with '{'"),
                file(RawFile.of(new byte[] {'{', (byte) 0xff, '}'}, NONE), "not UTF-8 from its byte 1 on"),
                file(
                        RawFile.of(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', '}'}, NONE),
                        "not UTF-8 from its byte 2 on"),
                file(RawFile.of(new byte[] {'{', '}', (byte) 0xe2, (byte) 0x82}, NONE), "not UTF-8 from its byte 2 on"),
                header("{", 0, "the header is no valid JSON, character 1, at the end"),
                header("{}{}", 0, "nothing may follow the value"),
                header("{}\u0000", 0, "nothing may follow the value"),
                header("{\"a\":" + F32_2_3 + ",}", 24, "a name in double quotes is needed"),
                header("{\"a\":" + F32_2_3 + ",\"a\":" + F32_2_3 + "}", 24, "the name \"a\" is there twice"),
                header("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "the name \"__metadata__\" is there twice"),
                header(
                        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}",
                        4,
                        "the name \"dtype\" is there twice"),
                header(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"x\":1,\"x\":2}}",
                        4,
                        "the name \"x\" is there twice"),
                header(nested(126), 4, "values nest deeper than 127"),
                // metadata
                header("{\"__metadata__\":null}", 0, "__metadata__ is null; it must be an object"),
                header("{\"__metadata__\":[]}", 0, "__metadata__ is an array; it must be an object"),
                header("{\"__metadata__\":{\"a\":\"b\",\"n\":1}}", 0, "__metadata__: \"n\" is 1; metadata are strings"),
                header("{\"__metadata__\":{\"n\":null}}", 0, "__metadata__: \"n\" is null"),
                header("{\"__metadata__\":{\"n\":{}}}", 0, "__metadata__: \"n\" is an object"),
                // a tensor's entry
                header("{\"a\":null}", 0, "tensor \"a\" is null; it must be an object"),
                header("{\"a\":[0,24]}", 24, "tensor \"a\" is an array; it must be an object"),
                header("{\"a\":[\"F32\",[],[0,4]]}", 4, "tensor \"a\" is an array; it must be an object"),
                header("{\"a\":{\"shape\":[],\"data_offsets\":[0,4]}}", 4, "tensor \"a\": dtype is missing"),
                header("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "tensor \"a\": shape is missing"),
                header("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 4, "tensor \"a\": data_offsets is missing"),
                header("{\"a\":{\"Dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, "dtype is missing"),
                // its type
                header(
                        "{\"a\":{\"dtype\":1,\"shape\":[],\"data_offsets\":[0,4]}}",
                        4,
                        "dtype is 1; it must be a string"),
                header("{\"a\":{\"dtype\":null,\"shape\":[],\"data_offsets\":[0,4]}}", 4, "dtype is null"),
                one("f32", "[]", "[0,4]", 4, "dtype \"f32\" is none of those that can be read: [F32, I64, BOOL,"),
                one("F33", "[]", "[0,4]", 4, "dtype \"F33\" is none"),
                one("", "[]", "[0,4]", 4, "dtype \"\" is none"),
                one("C64", "[]", "[0,8]", 8, "dtype \"C64\" is none"),
                one("F8_E4M3", "[]", "[0,1]", 1, "dtype \"F8_E4M3\" is none"),
                // its shape
                one("F32", "null", "[0,4]", 4, "shape is null; it must be an array"),
                one("F32", "4", "[0,4]", 4, "shape is 4; it must be an array"),
                one("F32", "{}", "[0,4]", 4, "shape is an object; it must be an array"),
                one("F32", "[-1]", "[0,4]", 4, "shape holds -1"),
                one("F32", "[-1,-1]", "[0,4]", 4, "shape holds -1"),
                one("F32", "[1.0]", "[0,4]", 4, "shape holds 1.0; it must hold whole numbers"),
                one("F32", "[1e0]", "[0,4]", 4, "shape holds 1.0"),
                one("F32", "[-0]", "[0,0]", 0, "shape holds -0.0"),
                one("F32", "[\"1\"]", "[0,4]", 4, "shape holds \"1\""),
                one("F32", "[true]", "[0,4]", 4, "shape holds true"),
                one("F32", "[null]", "[0,4]", 4, "shape holds null"),
                one("F32", "[[1]]", "[0,4]", 4, "shape holds an array"),
                one("F32", "[9223372036854775808]", "[0,4]", 4, "shape holds 9.223372036854776E18"),
                one("F32", "[18446744073709551616]", "[0,4]", 4, "shape holds 1.8446744073709552E19"),
                one("F32", "[4294967296,4294967296]", "[0,0]", 0, "multiply beyond 2^63"),
                one("F32", "[4294967296,1073741824]", "[0,0]", 0, "multiply beyond 2^63"),
                one("F32", "[9223372036854775807,2,0]", "[0,0]", 0, "multiply beyond 2^63"),
                one("F32", "[0,4294967296,0]", "[0,0]", 0, "shape [0, 4294967296, 0] is too big"),
                one("F32", "[0,4294967296]", "[0,0]", 0, "shape [0, 4294967296] is too big"),
                // its place
                one("F32", "[2,3]", "[0,20]", 20, "F32 of shape [2, 3] takes 24 bytes, but data_offsets span 20"),
                one("F32", "[2,3]", "[0,28]", 28, "takes 24 bytes, but data_offsets span 28"),
                one("F32", "[0]", "[0,4]", 4, "takes 0 bytes, but data_offsets span 4"),
                one("F32", "[]", "[0,0]", 0, "F32 of shape [] takes 4 bytes, but data_offsets span 0"),
                one("BOOL", "[2,3]", "[0,24]", 24, "BOOL of shape [2, 3] takes 6 bytes"),
                one("I64", "[2,3]", "[0,24]", 24, "I64 of shape [2, 3] takes 48 bytes"),
                one("F32", "[2,3]", "[]", 24, "data_offsets must be two numbers, begin and end, not 0"),
                one("F32", "[2,3]", "[24]", 24, "data_offsets must be two numbers, begin and end, not 1"),
                one("F32", "[2,3]", "[0,24,24]", 24, "data_offsets must be two numbers, begin and end, not 3"),
                one("F32", "[2,3]", "[24,0]", 24, "data_offsets begin at 24, behind their end 0"),
                one("F32", "[2,3]", "[-24,0]", 24, "data_offsets holds -24"),
                one("F32", "[2,3]", "[0.0,24]", 24, "data_offsets holds 0.0"),
                one("F32", "[2,3]", "[0,\"24\"]", 24, "data_offsets holds \"24\""),
                one("F32", "[2,3]", "null", 24, "data_offsets is null"),
                one("F32", "[2,3]", "{\"begin\":0,\"end\":24}", 24, "data_offsets is an object"),
                one("F32", "[2,3]", "[0,24]", 23, "data_offsets end at 24, but there are only 23 bytes of data"),
                one("F32", "[2,3]", "[0,24]", 0, "data_offsets end at 24, but there are only 0 bytes of data"),
                one("F32", "[1073741824]", "[0,4294967296]", 24, "end at 4294967296, but there are only 24"),
                one("F32", "[2305843009213693951]", "[0,9223372036854775804]", 24, "is too big for this library"),
                one("F32", "[2,3]", "[4,28]", 28, "a gap in the data before it: bytes 0 to 4 belong to no tensor"),
                one("F32", "[2,3]", "[0,24]", 25, "the last 1 bytes of the data belong to no tensor"),
                header("{}\n", 0, "the header ends in \"\\n\"; it may be padded with spaces, and with nothing else"),
                header("{} \t", 0, "the header ends in \"\\t\"; it may be padded with spaces"),
                header("{}", 1, "the last 1 bytes of the data belong to no tensor"),
                two("[0,24]", "[20,44]", 44, "tensor \"b\": its data overlap another's: they begin at 20"),
                two("[0,24]", "[0,24]", 24, "its data overlap another's: they begin at 0"),
                two("[24,48]", "[23,47]", 48, "tensor \"b\": a gap in the data before it: bytes 0 to 23"),
                two("[0,24]", "[25,49]", 49, "tensor \"b\": a gap in the data before it: bytes 24 to 25"),
                two("[25,49]", "[0,24]", 49, "tensor \"a\": a gap in the data before it: bytes 24 to 25"),
                header(
                        "{\"a\":" + F32_2_3 + ",\"b\":" + tensor("F32", "[0]", "[12,12]") + "}",
                        24,
                        "tensor \"b\": its data overlap another's"),
                header(
                        "{\"a\":" + F32_2_3 + ",\"b\":" + tensor("F32", "[0]", "[28,28]") + "}",
                        28,
                        "tensor \"b\": a gap in the data before it: bytes 24 to 28"),
                // the data
                file(
                        RawFile.of(
                                ("{\"a\":" + tensor("BOOL", "[3]", "[0,3]") + "}").getBytes(UTF_8),
                                new byte[] {1, 0, 2}),
                        "tensor \"a\": element 2 is the byte 2; a truth value is 0 or 1"),
                file(
                        RawFile.of(
                                ("{\"a\":" + tensor("U64", "[1]", "[0,8]") + "}").getBytes(UTF_8),
                                new byte[] {0, 0, 0, 0, 0, 0, 0, -128}),
                        "tensor \"a\": element 0 is 9223372036854775808, which no int64 can hold"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isRefusedWithTheReason(byte[] bytes, String message) {
        assertThatThrownBy(() -> RawFile.read(directory, bytes))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(directory.resolve("file.safetensors").toString())
                .hasMessageContaining(message);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = RawFile.of("{\"a\":" + F32_2_3 + ",\"b\":" + tensor("BOOL", "[3]", "[24,27]") + "}", 27);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RawFile.read(directory, part)).isInstanceOf(FileFormatException.class);
        }
    }

    @Test
    void theWholeOfThatIsRead() throws IOException {
        byte[] whole = RawFile.of("{\"a\":" + F32_2_3 + ",\"b\":" + tensor("BOOL", "[3]", "[24,27]") + "}", 27);
        assertThat(RawFile.read(directory, whole).arrays()).containsOnlyKeys("a", "b");
    }

    /// The format's text does not forbid further fields, and the reference reader passes over them.
    @Test
    void furtherFieldsArePassedOver() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"note\":[{\"x\":null}]}}  ";
        assertThat(RawFile.read(directory, RawFile.of(header, 4)).arrays()).containsOnlyKeys("a");
    }

    /// As deep as the reference reader goes, which gives up at its 128th object or array.
    @Test
    void furtherFieldsMayBeDeep() throws IOException {
        assertThat(RawFile.read(directory, RawFile.of(nested(125), 4)).arrays()).containsOnlyKeys("a");
    }

    /// White space around the values, in any order; the header's end may be padded with spaces.
    @Test
    void whiteSpaceIsPassedOver() throws IOException {
        String header = "{ \"a\" :\t{\"shape\": [ 2 , 3 ],\r\n\"data_offsets\":[0, 24] , \"dtype\":\"F32\"} }    ";
        assertThat(RawFile.read(directory, RawFile.of(header, 24)).arrays()).containsOnlyKeys("a");
    }

    /// They stand where another tensor ends, at the beginning, or at the end.
    @Test
    void emptyTensorsAndSinglesAreRead() throws IOException {
        String header = "{\"e\":" + tensor("I64", "[3,0]", "[28,28]") + ",\"s\":" + tensor("F32", "[]", "[24,28]")
                + ",\"d\":" + tensor("F64", "[0]", "[24,24]") + ",\"a\":" + F32_2_3 + ",\"f\":"
                + tensor("BOOL", "[0]", "[0,0]") + "}";
        NamedArrays read = RawFile.read(directory, RawFile.of(header, 28));
        assertThat(read.arrays().keySet()).containsExactly("e", "s", "d", "a", "f");
        assertThat(read.get("e").shape().toArray()).containsExactly(3, 0);
        assertThat(read.get("s").shape().rank()).isZero();
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> SafeTensors.read(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString());
    }

    /// A header with a field of so many arrays within each other, in an object in an object.
    private static String nested(int arrays) {
        return "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"x\":" + "[".repeat(arrays)
                + "]".repeat(arrays) + "}}";
    }

    private static Arguments file(byte[] bytes, String message) {
        return Arguments.of(bytes, message);
    }

    private static Arguments header(String header, int dataLength, String message) {
        return file(RawFile.of(header, dataLength), message);
    }

    private static Arguments one(String dtype, String shape, String offsets, int dataLength, String message) {
        return header("{\"a\":" + tensor(dtype, shape, offsets) + "}", dataLength, message);
    }

    private static Arguments two(String offsetsA, String offsetsB, int dataLength, String message) {
        return header(
                "{\"a\":" + tensor("F32", "[2,3]", offsetsA) + ",\"b\":" + tensor("F32", "[2,3]", offsetsB) + "}",
                dataLength,
                message);
    }
}
