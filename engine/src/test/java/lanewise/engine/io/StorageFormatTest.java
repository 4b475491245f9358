package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StorageFormatTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("file.safetensors");
    }

    /// Floats, and the bits of the nearest bfloat16 as PyTorch rounds.
    static Stream<Arguments> bfloats() {
        return Stream.of(
                Arguments.of(0x3f800000, 0x3f80), // 1
                Arguments.of(0x3f808000, 0x3f80), // half-way, down to even
                Arguments.of(0x3f808001, 0x3f81),
                Arguments.of(0x3f818000, 0x3f82), // half-way, up to even
                Arguments.of(0x3f817fff, 0x3f81),
                Arguments.of(0xbf818000, 0xbf82),
                Arguments.of(0x80000000, 0x8000), // -0
                Arguments.of(0x00000001, 0x0000),
                Arguments.of(0x00008000, 0x0000),
                Arguments.of(0x00018000, 0x0002),
                Arguments.of(0x7f7fffff, 0x7f80), // the greatest float: infinity
                Arguments.of(0x7f7f7fff, 0x7f7f),
                Arguments.of(0x7f800000, 0x7f80),
                Arguments.of(0xff800000, 0xff80),
                Arguments.of(0x7fc00000, 0x7fc0), // NaN
                Arguments.of(0x7f800001, 0x7fc0), // a NaN whose set bit is cut off
                Arguments.of(0xffffffff, 0xffff));
    }

    @ParameterizedTest
    @MethodSource("bfloats")
    void bfloatsAreTheNearest(int bits, int half) throws IOException {
        assertThat(stored(Float.intBitsToFloat(bits), Dtype.BF16)).isEqualTo(half << 16);
    }

    /// Floats, and what PyTorch's `half().float()` makes of them.
    static Stream<Arguments> halves() {
        return Stream.of(
                Arguments.of(1f, 1f),
                Arguments.of(1.0004883f, 1f), // half-way between 1 and the next
                Arguments.of(1.0014648f, 1.0019531f),
                Arguments.of(65519.996f, 65504f),
                Arguments.of(65520f, Float.POSITIVE_INFINITY),
                Arguments.of(-1e9f, Float.NEGATIVE_INFINITY),
                Arguments.of(2.9802322e-8f, 0f), // half of the smallest
                Arguments.of(2.9802326e-8f, 5.9604645e-8f),
                Arguments.of(-0f, -0f),
                Arguments.of(Float.NaN, Float.NaN));
    }

    @ParameterizedTest
    @MethodSource("halves")
    void halvesAreTheNearest(float x, float half) throws IOException {
        assertThat(stored(x, Dtype.F16)).isEqualTo(Float.floatToIntBits(half));
    }

    @Test
    void doublesKeepEveryBit() throws IOException {
        for (float x : new float[] {1.1f, Float.MIN_VALUE, Float.MAX_VALUE, -0f, Float.NEGATIVE_INFINITY}) {
            assertThat(stored(x, Dtype.F64)).isEqualTo(Float.floatToIntBits(x));
        }
    }

    /// The nearest of all that a type has: none of the two neighbours is nearer.
    @Test
    void roundingIsToTheNearest() throws IOException {
        NDArray x = NDArray.zeros(Shape.of(100_000));
        new Generator(5).fillNormal(x, 0, 100);
        for (Dtype dtype : new Dtype[] {Dtype.F16, Dtype.BF16}) {
            float[] rounded = read(x, dtype);
            for (int i = 0; i < rounded.length; i++) {
                int bits = Float.floatToRawIntBits(rounded[i]);
                int step = dtype == Dtype.F16 ? 1 << 13 : 1 << 16;
                float error = Math.abs(rounded[i] - x.get(i));
                assertThat(error)
                        .isLessThanOrEqualTo(Math.abs(Float.intBitsToFloat(bits + step) - x.get(i)))
                        .isLessThanOrEqualTo(Math.abs(Float.intBitsToFloat(bits - step) - x.get(i)));
            }
        }
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                Arguments.of(Dtype.I64, Long.MIN_VALUE, Long.MAX_VALUE),
                Arguments.of(Dtype.I32, (long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE),
                Arguments.of(Dtype.I16, -32768L, 32767L),
                Arguments.of(Dtype.I8, -128L, 127L),
                Arguments.of(Dtype.U64, 0L, Long.MAX_VALUE),
                Arguments.of(Dtype.U32, 0L, 0xffffffffL),
                Arguments.of(Dtype.U16, 0L, 65535L),
                Arguments.of(Dtype.U8, 0L, 255L));
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void wholeNumbersKeepToTheirRange(Dtype dtype, long min, long max) throws IOException {
        StorageFormat format = StorageFormat.DEFAULT.withWholes(dtype);
        LongArray ends = LongArray.of(Shape.of(3), min, max, 7);
        SafeTensors.write(file, new NamedArrays(Map.of("n", ends)), format);
        assertThat(((LongArray) SafeTensors.read(file).get("n")).toArray()).containsExactly(min, max, 7);
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            assertThat(open.dtype("n")).isEqualTo(dtype);
        }
        for (long beyond : new long[] {min - 1, max + 1}) {
            boolean isBeyond = beyond < min || beyond > max; // not behind the ends of long itself
            if (isBeyond) {
                NamedArrays content = new NamedArrays(Map.of("n", LongArray.of(Shape.of(2), 0, beyond)));
                assertThatThrownBy(() -> SafeTensors.write(file, content, format))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("array \"n\": element 1 is " + beyond + ", which is no " + dtype
                                + ": these go from " + min + " to " + max);
            }
        }
        assertThat(((LongArray) SafeTensors.read(file).get("n")).elements()).isEqualTo(3);
        assertThat(directory.toFile().list()).containsExactly("file.safetensors");
    }

    @Test
    void singleArraysCanBeStoredOtherwise() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        NDArray base = NDArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        arrays.put("weight", base.view(base.layout().transpose(0, 1)));
        arrays.put("norm", NDArray.full(Shape.of(1), 5f));
        arrays.put("labels", LongArray.full(Shape.of(3), 5));
        arrays.put("step", LongArray.full(Shape.SCALAR, 6));
        arrays.put("mask", BoolArray.full(Shape.of(5), true));
        StorageFormat format = StorageFormat.DEFAULT
                .withFloats(Dtype.BF16)
                .withWholes(Dtype.I32)
                .with("norm", Dtype.F32)
                .with("labels", Dtype.U8);
        SafeTensors.write(file, new NamedArrays(arrays, Map.of("format", "pt")), format);
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            assertThat(open.names().stream().map(open::dtype))
                    .containsExactly(Dtype.BF16, Dtype.F32, Dtype.U8, Dtype.I32, Dtype.BOOL);
            assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(((NDArray) open.array("weight")).toArray()).containsExactly(1, 3, 2, 4);
            assertThat(((LongArray) open.array("labels")).toArray()).containsExactly(5, 5, 5);
            assertThat(((BoolArray) open.array("mask")).toArray()).containsOnly(true);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> StorageFormat.DEFAULT.withFloats(Dtype.I32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("floats cannot be stored as I32; F32, F16, BF16, F64 can be");
        assertThatThrownBy(() -> StorageFormat.DEFAULT.withWholes(Dtype.BOOL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole numbers cannot be stored as BOOL");
        NamedArrays content = new NamedArrays(Map.of("x", NDArray.zeros(Shape.of(1))));
        assertThatThrownBy(() -> SafeTensors.write(file, content, StorageFormat.DEFAULT.with("x", Dtype.U8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the array \"x\" cannot be stored as U8: it holds floats");
        assertThatThrownBy(() -> SafeTensors.write(file, content, StorageFormat.DEFAULT.with("y", Dtype.F16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the storage format has a type for \"y\", but there is no such array; there are [x]");
        assertThat(file).doesNotExist();
    }

    /// The bits that come back of one float.
    private int stored(float x, Dtype dtype) throws IOException {
        return Float.floatToRawIntBits(read(NDArray.of(Shape.of(1), x), dtype)[0]);
    }

    private float[] read(NDArray x, Dtype dtype) throws IOException {
        SafeTensors.write(file, new NamedArrays(Map.of("x", x)), StorageFormat.DEFAULT.withFloats(dtype));
        return ((NDArray) SafeTensors.read(file).get("x")).toArray();
    }
}
