package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    /// `numpy.savez(file, w=[[1.5], [3], [5]], é=[True, False], n=7)` of numpy 1.24
    private static final String STORED = """
        UEsDBBQAAAAAAAAAIQCjfDGqjAAAAIwAAAAFABQAdy5ucHkBABAAjAAAAAAAAACMAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzog
        JzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCAxKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAg
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAADAPwAAQEAAAKBAUEsDBBQAAAgAAAAAIQDuGbtdggAAAIIAAAAGABQA
        w6kubnB5AQAQAIIAAAAAAAAAggAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICd8YjEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNl
        LCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
        ICAgCgEAUEsDBBQAAAAAAAAAIQAjuPBsiAAAAIgAAAAFABQAbi5ucHkBABAAiAAAAAAAAACIAAAAAAAAAJNOVU1QWQEAdgB7J2Rl
        c2NyJzogJzxpOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgpLCB9ICAgICAgICAgICAgICAgICAgICAgICAg
        ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBwAAAAAAAABQSwECFAMUAAAAAAAAACEAo3wxqowAAACMAAAA
        BQAAAAAAAAAAAAAAgAEAAAAAdy5ucHlQSwECFAMUAAAIAAAAACEA7hm7XYIAAACCAAAABgAAAAAAAAAAAAAAgAHDAAAAw6kubnB5
        UEsBAhQDFAAAAAAAAAAhACO48GyIAAAAiAAAAAUAAAAAAAAAAAAAAIABfQEAAG4ubnB5UEsFBgAAAAADAAMAmgAAADwCAAAAAA==
        """;

    /// `numpy.savez_compressed(file, w=numpy.arange(100, dtype=numpy.float32).reshape(4, 25), n=[3, -1])`, n as
    /// int16
    private static final String COMPRESSED = """
        UEsDBBQAAAAIAAAAIQCdSy3qDgEAABACAAAFABQAdy5ucHkBABAAEAIAAAAAAAAOAQAAAAAAAJ3IwUeDcRzH8V90SDrs0KFDh98h
        fovnMPNEMnqapEPlORSNaI+eZ3aY9nieSVQ8kswkU8kk85hkkkySmckjSceOHXfs2LFj7/oT+vi+Pnw/p0sri2amT2yJHWU7/oan
        pqRK5XSlSZUreiXP2lwverbzu89ZBd9h9/OW6/DHdU0mJ8Y1uSf/m0Hxl2CaMjgECBGhBzEjRAwSCRgwkYWLAGVUUUOIJlpoI8Ib
        3vGBHj7xhW+ItBD9GMAQYhjGCEYhMYY4NCSgYxIpGJjFPBZgYhmrWEMWNvIowEUJ29hFgH0c4BBlVHCEY1RxgjOco4YLXKKOEA1c
        4RpN3OAWd2jhHg94RBsddPGECM94wWv6B1BLAwQUAAAACAAAACEAa4qcHEgAAACEAAAABQAUAG4ubnB5AQAQAIQAAAAAAAAASAAA
        AAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mkrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuZob/
        /wFQSwECFAMUAAAACAAAACEAnUst6g4BAAAQAgAABQAAAAAAAAAAAAAAgAEAAAAAdy5ucHlQSwECFAMUAAAACAAAACEAa4qcHEgA
        AACEAAAABQAAAAAAAAAAAAAAgAFFAQAAbi5ucHlQSwUGAAAAAAIAAgBmAAAAxAEAAAAA
        """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("file.npz");
    }

    @Test
    void whatNumpyStoresIsRead() throws IOException {
        NamedArrays read = read(Base64.getMimeDecoder().decode(STORED));
        assertThat(read.arrays().keySet()).containsExactly("w", "é", "n");
        assertThat(read.get("w").shape()).isEqualTo(Shape.of(3, 1));
        assertThat(((NDArray) read.get("w")).toArray()).containsExactly(1.5f, 3, 5);
        assertThat(((BoolArray) read.get("é")).toArray()).containsExactly(true, false);
        assertThat(read.get("n").shape()).isEqualTo(Shape.SCALAR);
        assertThat(((LongArray) read.get("n")).item()).isEqualTo(7);
        assertThat(read.metadata()).isEmpty();
    }

    @Test
    void whatNumpyCompressesIsRead() throws IOException {
        NamedArrays read = read(Base64.getMimeDecoder().decode(COMPRESSED));
        assertThat(read.get("w").shape()).isEqualTo(Shape.of(4, 25));
        float[] w = ((NDArray) read.get("w")).toArray();
        for (int i = 0; i < 100; i++) {
            assertThat(w[i]).isEqualTo(i);
        }
        assertThat(((LongArray) read.get("n")).toArray()).containsExactly(3, -1);
    }

    @Test
    void arraysComeBackBitForBit() throws IOException {
        Map<String, AnyArray> arrays = arrays();
        Npz.write(file, arrays);
        assertHolds(arrays);
        Npz.writeCompressed(file, arrays);
        assertHolds(arrays);
        assertThat(directory.toFile().list()).containsExactly("file.npz");
    }

    @Test
    void theArchiveIsOneThatOthersRead() throws IOException {
        Npz.writeCompressed(file, arrays());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("é.npy", "a/b.npy", "empty.npy", ".npy");
            assertThat(zip.getEntry("a/b.npy").getMethod()).isEqualTo(ZipEntry.DEFLATED);
        }
        Npz.write(file, arrays());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry stored = zip.getEntry("a/b.npy");
            assertThat(stored.getMethod()).isEqualTo(ZipEntry.STORED);
            byte[] array = zip.getInputStream(stored).readAllBytes();
            Path single = directory.resolve("b.npy");
            Npy.write(single, Npz.read(file).get("a/b"));
            assertThat(array).isEqualTo(Files.readAllBytes(single));
        }
    }

    @Test
    void sameArraysSameBytes() throws IOException {
        Npz.writeCompressed(file, arrays());
        byte[] first = Files.readAllBytes(file);
        Npz.writeCompressed(file, Npz.read(file).arrays());
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void nothingAtAllIsAFileToo() throws IOException {
        Npz.write(file, Map.of());
        assertThat(Npz.read(file)).isEqualTo(new NamedArrays(Map.of()));
    }

    @Test
    void bothFormsOfNumbersAreRead() throws IOException {
        RawNpz archive = new RawNpz()
                .put(new RawNpz.Entry("a.npy", RawNpy.of("|u1", "(2,)", 1, 2)).wide())
                .put(new RawNpz.Entry("b.npy", RawNpy.of("|u1", "()", 3))
                        .deflated()
                        .wide());
        byte[] file = archive.end64(2, archive.directoryLength(), archive.directoryBegin(), 0);
        NamedArrays read = NpzReader.read(new ArrayBytes(file));
        assertThat(((LongArray) read.get("a")).toArray()).containsExactly(1, 2);
        assertThat(((LongArray) read.get("b")).item()).isEqualTo(3);
        byte[] commented = new RawNpz().end(0, 0, 0, "a comment with PK\5\6 in it");
        assertThat(NpzReader.read(new ArrayBytes(commented)).arrays()).isEmpty();
    }

    @Test
    void badNamesAreRefusedBeforeAnythingIsWritten() throws IOException {
        Npz.write(file, Map.of("old", NDArray.full(Shape.of(1), 4f)));
        NDArray array = NDArray.zeros(Shape.of(1));
        assertThatThrownBy(() -> Npz.write(file, Map.of("half \ud800", array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> Npz.write(file, Map.of("x".repeat(65_532), array)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name of 65536 bytes with its .npy is too long");
        assertThat(Npz.read(file).arrays()).containsOnlyKeys("old");
        assertThat(directory.toFile().list()).containsExactly("file.npz");
    }

    private static Map<String, AnyArray> arrays() {
        Generator generator = new Generator(3);
        NDArray floats = NDArray.zeros(Shape.of(70_001, 2));
        generator.fillUniform(floats, -1, 1);
        LongArray longs = LongArray.zeros(Shape.of(5, 9000));
        generator.fillIntegers(longs, -9, 9);
        BoolArray bools = BoolArray.zeros(Shape.of(300_001));
        generator.fillBernoulli(bools, 0.1);
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("é", floats.view(floats.layout().transpose(0, 1)));
        arrays.put("a/b", longs);
        arrays.put("empty", NDArray.zeros(Shape.of(0, 3)));
        arrays.put("", bools);
        return arrays;
    }

    private void assertHolds(Map<String, AnyArray> expected) throws IOException {
        NamedArrays read = Npz.read(file);
        assertThat(read.arrays().keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, array) -> {
            assertThat(read.get(name).shape()).as(name).isEqualTo(array.shape());
            assertThat(SafeTensorsTest.elements(read.get(name)).equals(SafeTensorsTest.elements(array)))
                    .as(name)
                    .isTrue();
        });
    }

    private NamedArrays read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return Npz.read(file);
    }
}
