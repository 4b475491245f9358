package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("file.npy");
    }

    static Stream<int[]> shapes() {
        return Stream.of(new int[][] {
            {}, {0}, {1}, {3}, {2, 3}, {3, 0, 2}, {1, 1, 1, 1}, {7, 5, 3}, {100_001}, {2, 1, 2, 1, 2, 1, 2, 1, 2, 1}
        });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyTypeAndShapeComesBackBitForBit(int[] sizes) throws IOException {
        Generator generator = new Generator(1);
        Shape shape = Shape.of(sizes);
        NDArray floats = NDArray.zeros(shape);
        generator.fillNormal(floats, 0, 1);
        LongArray longs = LongArray.zeros(shape);
        generator.fillIntegers(longs, Long.MIN_VALUE, Long.MAX_VALUE);
        BoolArray bools = BoolArray.zeros(shape);
        generator.fillBernoulli(bools, 0.5);
        for (AnyArray array : new AnyArray[] {floats, longs, bools}) {
            Npy.write(file, array);
            AnyArray read = Npy.read(file);
            assertThat(read.shape()).isEqualTo(shape);
            assertThat(SafeTensorsTest.elements(read)).isEqualTo(SafeTensorsTest.elements(array));
        }
    }

    /// `numpy.save(file, numpy.array([[1.5, -2, 3], [4, 5, 6e30]], numpy.float32))`
    @Test
    void theBytesAreThoseThatNumpyWrites() throws IOException {
        String header =
                "\u0093NUMPY\1\0v\0{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n";
        assertThat(header).hasSize(128);
        Npy.write(file, NDArray.of(Shape.of(2, 3), 1.5f, -2, 3, 4, 5, 6e30f));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 0, 128, StandardCharsets.ISO_8859_1)).isEqualTo(header);
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length))
                .isEqualTo("0000c03f000000c000004040000080400000a04017769772");
        Npy.write(file, LongArray.of(Shape.of(1), 1));
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }  ");
        Npy.write(file, BoolArray.of(Shape.SCALAR, true));
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("{'descr': '|b1', 'fortran_order': False, 'shape': (), }  ");
    }

    static Stream<Arguments> types() {
        int[] eight = {0xfe, 0xff, 0xff, 0xff, 1, 0, 0, 0};
        return Stream.of(
                Arguments.of("|i1", "(2,)", new int[] {0xff, 2}, "[-1, 2]"),
                Arguments.of("<i1", "(2,)", new int[] {0xff, 2}, "[-1, 2]"),
                Arguments.of("|u1", "(2,)", new int[] {0xff, 2}, "[255, 2]"),
                Arguments.of("|b1", "(2,)", new int[] {1, 0}, "[true, false]"),
                Arguments.of("<i2", "(4,)", eight, "[-2, -1, 1, 0]"),
                Arguments.of(">i2", "(4,)", eight, "[-257, -1, 256, 0]"),
                Arguments.of("<u2", "(4,)", eight, "[65534, 65535, 1, 0]"),
                Arguments.of(">u2", "(4,)", eight, "[65279, 65535, 256, 0]"),
                Arguments.of("<i4", "(2,)", eight, "[-2, 1]"),
                Arguments.of(">i4", "(2,)", eight, "[-16777217, 16777216]"),
                Arguments.of("<u4", "(2,)", eight, "[4294967294, 1]"),
                Arguments.of("<i8", "(1,)", eight, "[8589934590]"),
                Arguments.of(">i8", "()", eight, "[" + 0xfeffffff01000000L + "]"),
                Arguments.of("<u8", "()", eight, "[8589934590]"),
                Arguments.of("<f2", "(3,)", new int[] {0, 0x3c, 0, 0xc0, 0, 0x7c}, "[1.0, -2.0, Infinity]"),
                Arguments.of(">f2", "(2,)", new int[] {0x3c, 0, 0xc0, 0}, "[1.0, -2.0]"),
                Arguments.of("<f4", "(1,)", new int[] {0, 0, 0xc0, 0x3f}, "[1.5]"),
                Arguments.of(">f4", "(1,)", new int[] {0x3f, 0xc0, 0, 0}, "[1.5]"),
                Arguments.of("<f8", "(1,)", new int[] {0, 0, 0, 0, 0, 0, 0xf8, 0x3f}, "[1.5]"),
                Arguments.of(">f8", "(1,)", new int[] {0x3f, 0xf8, 0, 0, 0, 0, 0, 0}, "[1.5]"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeIsRead(String descr, String shape, int[] data, String elements) throws IOException {
        assertThat(SafeTensorsTest.elements(read(RawNpy.of(descr, shape, data))))
                .isEqualTo(elements);
    }

    @Test
    void fortranOrderIsTurned() throws IOException {
        int[] data = {0, 0, 0, 3, 0, 1, 0, 4, 0, 2, 0, 5};
        AnyArray longs = read(RawNpy.of(RawNpy.text(">i2", "True", "(1, 2, 3)"), data));
        assertThat(longs.shape()).isEqualTo(Shape.of(1, 2, 3));
        assertThat(((LongArray) longs).isContiguous()).isTrue();
        assertThat(((LongArray) longs).data()).startsWith(0, 1, 2, 3, 4, 5);
        AnyArray bools = read(RawNpy.of(RawNpy.text("|b1", "True", "(2, 2)"), 1, 1, 0, 1));
        assertThat(((BoolArray) bools).toArray()).containsExactly(true, false, true, true);
        AnyArray floats = read(RawNpy.of(RawNpy.text("<f2", "True", "(2, 2)"), 0, 0x3c, 0, 0x40, 0, 0xc0, 0, 0));
        assertThat(((NDArray) floats).toArray()).containsExactly(1, -2, 2, 0);
        AnyArray row = read(RawNpy.of(RawNpy.text("|u1", "True", "(3,)"), 1, 2, 3));
        assertThat(((LongArray) row).toArray()).containsExactly(1, 2, 3);
        assertThat(read(RawNpy.of(RawNpy.text("<f4", "True", "(0, 3)"))).shape())
                .isEqualTo(Shape.of(0, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        byte[] bytes = RawNpy.of(version, RawNpy.text("|u1", "False", "(2,)"), 8, 9);
        assertThat(((LongArray) read(bytes)).toArray()).containsExactly(8, 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }        \n",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}",
                "{\"shape\":(2,),\"fortran_order\":False,\"descr\":\"|u1\"}\n",
                " {\n\t'shape' : ( 2 , ) , 'descr' : '|u1' , 'fortran_order' : False , } \r\n",
            })
    void theHeaderIsReadAsPythonReadsIt(String text) throws IOException {
        assertThat(((LongArray) read(RawNpy.of(text, 8, 9))).toArray()).containsExactly(8, 9);
    }

    @Test
    void viewsAreWrittenAsWhatTheyShow() throws IOException {
        NDArray base = NDArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Npy.write(file, base.view(base.layout().transpose(0, 1)));
        assertThat(((NDArray) Npy.read(file)).toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        Npy.write(file, base.view(base.layout().select(0, 1)));
        assertThat(((NDArray) Npy.read(file)).toArray()).containsExactly(4, 5, 6);
    }

    @Test
    void whatIsReadOutlivesAWorkspace() throws IOException {
        Files.write(file, RawNpy.of(RawNpy.text("|u1", "True", "(2, 2)"), 1, 2, 3, 4));
        AnyArray read;
        try (Workspace workspace = Workspace.open()) {
            assertThat(workspace).isNotNull();
            read = Npy.read(file);
        }
        assertThat(((LongArray) read).toArray()).containsExactly(1, 3, 2, 4);
    }

    @Test
    void otherTypesAreWritten() throws IOException {
        Npy.write(file, NDArray.of(Shape.of(2), 1f, 1e9f), Dtype.F16);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("'<f2'");
        assertThat(((NDArray) Npy.read(file)).toArray()).containsExactly(1f, Float.POSITIVE_INFINITY);
        Npy.write(file, LongArray.of(Shape.of(2), 0, 255), Dtype.U8);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("'|u1'");
        assertThat(((LongArray) Npy.read(file)).toArray()).containsExactly(0, 255);
    }

    @Test
    void whatNumpyHasNotIsNotWritten() throws IOException {
        Npy.write(file, LongArray.of(Shape.SCALAR, 7));
        NDArray floats = NDArray.zeros(Shape.of(1));
        LongArray longs = LongArray.of(Shape.of(2), 1, 256);
        assertThatThrownBy(() -> Npy.write(file, floats, Dtype.BF16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("npy: numpy has no type BF16; store the array as F32 or F16");
        assertThatThrownBy(() -> Npy.write(file, floats, Dtype.I64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("npy: an array that is computed in F32 cannot be stored as I64");
        assertThatThrownBy(() -> Npy.write(file, longs, Dtype.U8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("element 1 is 256, which is no U8: these go from 0 to 255");
        int[] ones = new int[65];
        java.util.Arrays.fill(ones, 1);
        NDArray deep = NDArray.zeros(Shape.of(ones));
        assertThatThrownBy(() -> Npy.write(file, deep)).hasMessageContaining("65 dimensions; numpy knows at most 64");
        assertThat(((LongArray) Npy.read(file)).item()).isEqualTo(7);
        assertThat(directory.toFile().list()).containsExactly("file.npy");
    }

    private AnyArray read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return Npy.read(file);
    }
}
