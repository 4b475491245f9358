package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("file.safetensors");
    }

    @Test
    void everyTypeAndShapeComesBackBitForBit() throws IOException {
        Generator generator = new Generator(1);
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        int[][] shapes = {{}, {0}, {1}, {3}, {2, 3}, {3, 0, 2}, {1, 1, 1, 1}, {7, 5, 3}};
        for (int[] sizes : shapes) {
            Shape shape = Shape.of(sizes);
            NDArray floats = NDArray.zeros(shape);
            generator.fillNormal(floats, 0, 1);
            LongArray longs = LongArray.zeros(shape);
            generator.fillIntegers(longs, Long.MIN_VALUE, Long.MAX_VALUE);
            BoolArray bools = BoolArray.zeros(shape);
            generator.fillBernoulli(bools, 0.5);
            arrays.put("bools" + shape, bools);
            arrays.put("floats" + shape, floats);
            arrays.put("longs" + shape, longs);
        }
        SafeTensors.write(file, arrays);
        assertHolds(SafeTensors.read(file), arrays);
    }

    @Test
    void specialFloatsKeepTheirBits() throws IOException {
        int[] bits = {0, 1, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffc12345, 0x7f7fffff};
        NDArray special = NDArray.zeros(Shape.of(bits.length));
        for (int i = 0; i < bits.length; i++) {
            special.set(Float.intBitsToFloat(bits[i]), i);
        }
        SafeTensors.write(file, Map.of("special", special));
        float[] read = ((NDArray) get("special")).toArray();
        for (int i = 0; i < bits.length; i++) {
            assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(Float.floatToRawIntBits(special.get(i)));
        }
    }

    /// More than the reader and writer hold in their buffers at once.
    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 300_001})
    void longArraysComeBack(int n) throws IOException {
        Generator generator = new Generator(2);
        NDArray floats = NDArray.zeros(Shape.of(n));
        generator.fillUniform(floats, -1, 1);
        LongArray longs = LongArray.zeros(Shape.of(n));
        generator.fillIntegers(longs, -9, 9);
        BoolArray bools = BoolArray.zeros(Shape.of(n));
        generator.fillBernoulli(bools, 0.1);
        Map<String, AnyArray> arrays = Map.of("floats", floats, "longs", longs, "bools", bools);
        SafeTensors.write(file, arrays);
        assertHolds(SafeTensors.read(file), arrays);
    }

    @Test
    void viewsAreWrittenAsWhatTheyShow() throws IOException {
        NDArray base = NDArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        LongArray longs = LongArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("transposed", base.view(base.layout().transpose(0, 1)));
        arrays.put("row", base.view(base.layout().select(0, 1)));
        arrays.put("expanded", base.view(base.layout().select(0, 0).expand(Shape.of(2, 3))));
        arrays.put("column", longs.view(longs.layout().select(1, -1)));
        SafeTensors.write(file, arrays);
        assertHolds(SafeTensors.read(file), arrays);
    }

    @Test
    void orderAndMetadataComeBack() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("z", BoolArray.full(Shape.of(3), true));
        arrays.put("a \"quoted\" \\ é 😀\n", NDArray.full(Shape.of(2), 1f));
        arrays.put("", LongArray.full(Shape.SCALAR, 7));
        arrays.put("m", NDArray.full(Shape.of(1), 2f));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("é", "{\"json\": \"within\"}\u0001");
        SafeTensors.write(file, new NamedArrays(arrays, metadata));
        NamedArrays read = SafeTensors.read(file);
        assertThat(read.arrays().keySet()).containsExactlyElementsOf(arrays.keySet());
        assertThat(read.metadata()).containsExactlyEntriesOf(metadata);
        assertHolds(read, arrays);
    }

    /// The bytes themselves: little-endian, the header padded, larger elements first.
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("b", BoolArray.of(Shape.of(3), true, false, true));
        arrays.put("f", NDArray.of(Shape.of(1), 1f));
        arrays.put("l", LongArray.of(Shape.SCALAR, -2));
        SafeTensors.write(file, arrays);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong();
        byte[] header = new byte[length];
        bytes.get(header);
        assertThat(length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"b\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[12,15]},"
                        + "\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"l\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getLong()).isEqualTo(-2);
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(new byte[] {bytes.get(), bytes.get(), bytes.get()}).containsExactly(1, 0, 1);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void sameContentSameBytes() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("b", NDArray.full(Shape.of(5), 3f));
        arrays.put("a", LongArray.full(Shape.of(2), 3));
        SafeTensors.write(file, arrays);
        byte[] first = Files.readAllBytes(file);
        SafeTensors.write(file, SafeTensors.read(file));
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void nothingAtAllIsAFileToo() throws IOException {
        SafeTensors.write(file, Map.of());
        assertThat(Files.size(file)).isEqualTo(16);
        assertThat(SafeTensors.read(file)).isEqualTo(new NamedArrays(Map.of()));
    }

    @Test
    void oneArrayUnderTwoNamesIsWrittenTwice() throws IOException {
        NDArray shared = NDArray.full(Shape.of(3), 4f);
        SafeTensors.write(file, Map.of("a", shared, "b", shared));
        assertThat(((NDArray) get("a")).toArray()).isEqualTo(((NDArray) get("b")).toArray());
    }

    @Test
    void whatIsReadOutlivesAWorkspace() throws IOException {
        SafeTensors.write(file, Map.of("f", NDArray.full(Shape.of(3), 4f), "b", BoolArray.full(Shape.of(1), true)));
        NamedArrays read;
        try (Workspace workspace = Workspace.open()) {
            assertThat(workspace).isNotNull();
            read = SafeTensors.read(file);
        }
        assertThat(((NDArray) read.get("f")).toArray()).containsOnly(4f);
        assertThat(((BoolArray) read.get("b")).item()).isTrue();
    }

    @Test
    void badNamesAreRefusedBeforeAnythingIsWritten() throws IOException {
        SafeTensors.write(file, Map.of("old", NDArray.full(Shape.of(1), 4f)));
        NDArray array = NDArray.zeros(Shape.of(1));
        assertThatThrownBy(() -> SafeTensors.write(file, Map.of("__metadata__", array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be named __metadata__");
        assertThatThrownBy(() -> SafeTensors.write(file, Map.of("half \ud800", array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> SafeTensors.write(file, new NamedArrays(Map.of(), Map.of("a", "\udc00"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SafeTensors.read(file).arrays()).containsOnlyKeys("old");
        assertThat(directory.toFile().list()).containsExactly("file.safetensors");
    }

    @Test
    void everySmallWholeNumberTypeIsRead() throws IOException {
        byte[] data = {-1, 2, -1, 0, 2, -128};
        assertThat(longs("I8", 6, data)).containsExactly(-1, 2, -1, 0, 2, -128);
        assertThat(longs("U8", 6, data)).containsExactly(255, 2, 255, 0, 2, 128);
        assertThat(longs("I16", 3, data)).containsExactly(0x02ff, 0xff, -0x7ffe);
        assertThat(longs("U16", 3, data)).containsExactly(0x02ff, 0xff, 0x8002);
        byte[] eight = {-2, -1, -1, -1, 1, 0, 0, 0};
        assertThat(longs("I32", 2, eight)).containsExactly(-2, 1);
        assertThat(longs("U32", 2, eight)).containsExactly(0xfffffffeL, 1);
        assertThat(longs("U64", 1, eight)).containsExactly(0x1fffffffeL);
    }

    private long[] longs(String dtype, int elements, byte[] data) throws IOException {
        String header = "{\"a\":" + RawFile.tensor(dtype, "[" + elements + "]", "[0," + data.length + "]") + "}";
        byte[] bytes = RawFile.of(header.getBytes(StandardCharsets.UTF_8), data);
        return ((LongArray) RawFile.read(directory, bytes).get("a")).toArray();
    }

    private AnyArray get(String name) throws IOException {
        return SafeTensors.read(file).get(name);
    }

    private static void assertHolds(NamedArrays actual, Map<String, AnyArray> expected) {
        assertThat(actual.arrays().keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, array) -> {
            assertThat(actual.get(name).shape()).as(name).isEqualTo(array.shape());
            assertThat(elements(actual.get(name))).as(name).isEqualTo(elements(array));
        });
    }

    static String elements(AnyArray array) {
        return switch (array) {
            case NDArray floats -> Arrays.toString(floats.toArray());
            case LongArray longs -> Arrays.toString(longs.toArray());
            case BoolArray bools -> Arrays.toString(bools.toArray());
        };
    }
}
