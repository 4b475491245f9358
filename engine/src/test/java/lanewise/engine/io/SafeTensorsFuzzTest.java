package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A right file, damaged in every way that chance finds; see [Fuzz].
class SafeTensorsFuzzTest {
    /// What a header is made of, right or wrong.
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "0",
            "-1",
            "1",
            "4294967296",
            "9223372036854775807",
            "1e308",
            "1.0",
            "null",
            "true",
            "\"F32\"",
            "\"I64\"",
            "\"BOOL\"",
            "\"F64\"",
            "\"U8\"",
            "\"shape\"",
            "\"dtype\"",
            "\"data_offsets\"",
            "[0,0]",
            "[0,24]",
            "[2147483647]",
            "[2147483647,2147483647]",
            "__metadata__",
            " ",
            "\u00ff",
            "é");

    @TempDir
    Path directory;

    @Test
    void damageIsToldOrHarmless() throws IOException {
        byte[] valid = validFile();
        Damage damage = new Damage(PIECES, 0);
        int read = Fuzz.read(2026, random -> damage.applied(valid, random), file -> new SafeTensorsReader(file).read());
        // most damage hits the header; a changed name or value is still a right file
        assertThat(read).isBetween(Fuzz.INPUTS / 100, Fuzz.INPUTS / 2);
    }

    private byte[] validFile() throws IOException {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("0.weight", NDArray.full(Shape.of(3, 5), 1.5f));
        arrays.put("0.bias", NDArray.full(Shape.of(3), -1f));
        arrays.put("steps", LongArray.full(Shape.SCALAR, 12345));
        arrays.put("mask", BoolArray.full(Shape.of(7), true));
        arrays.put("empty", NDArray.zeros(Shape.of(0, 4)));
        Path file = directory.resolve("valid.safetensors");
        SafeTensors.write(file, new NamedArrays(arrays, Map.of("format", "pt")));
        return Files.readAllBytes(file);
    }
}
