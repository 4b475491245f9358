package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Right files, damaged in every way that chance finds; see [Fuzz].
class NpyFuzzTest {
    /// What a header is made of, right or wrong.
    static final List<String> PIECES = List.of(
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            ",",
            ":",
            "'",
            "\"",
            "\\",
            "\\x00",
            "0",
            "-1",
            "1",
            "2",
            "(2,)",
            "()",
            "(0,)",
            "(2147483647, 2)",
            "4294967296",
            "1.0",
            "1L",
            "None",
            "True",
            "False",
            "'<f4'",
            "'>f8'",
            "'|b1'",
            "'|u1'",
            "'<u8'",
            "'|O'",
            "'descr'",
            "'shape'",
            "'fortran_order'",
            "<",
            ">",
            "|",
            "=",
            "f2",
            "i4",
            "u1",
            " ",
            "\n",
            "\u00ff");

    static final List<byte[]> VALID = List.of(
            RawNpy.of("<f4", "(2, 3)", new int[24]),
            RawNpy.of(RawNpy.text(">i2", "True", "(1, 2, 3)"), 0, 0, 0, 3, 0, 1, 0, 4, 0, 2, 0, 5),
            RawNpy.of("|b1", "(7,)", 1, 0, 0, 1, 1, 0, 1),
            RawNpy.of("<u8", "()", 1, 2, 3, 4, 5, 6, 7, 8),
            RawNpy.of("<f8", "(0, 4)"));

    @Test
    void damageIsToldOrHarmless() {
        Damage damage = new Damage(PIECES, 8);
        int read = Fuzz.read(
                2027,
                random -> damage.applied(VALID.get(random.nextInt(VALID.size())), random),
                file -> NpyReader.read(new FileSection(file, 0, file.length())));
        // most damage hits the header; a changed element, type of the same size or order is still a right file
        assertThat(read).isBetween(Fuzz.INPUTS / 100, Fuzz.INPUTS / 2);
    }
}
