package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lanewise.engine.Generator;
import org.junit.jupiter.api.Test;

/// Right archives, damaged in every way that chance finds: the archive, or an array in it, or its compressed bytes,
/// with the check sum set right; see [Fuzz].
class NpzFuzzTest {
    private static final List<String> PIECES = List.of(
            "PK\1\2", "PK\3\4", "PK\5\6", "PK\6\6", "PK\6\7", "a.npy", ".npy", "b", "\0\0", "\1\0\20\0", "\u00ff");

    private static final Damage OF_ARRAY = new Damage(NpyFuzzTest.PIECES, 8);
    private static final Damage OF_ARCHIVE = new Damage(PIECES, -1);

    @Test
    void damageIsToldOrHarmless() {
        int read = Fuzz.read(2028, NpzFuzzTest::damaged, NpzReader::read);
        assertThat(read).isBetween(Fuzz.INPUTS / 100, Fuzz.INPUTS / 2);
    }

    private static byte[] damaged(Generator random) {
        int where = random.nextInt(3);
        byte[] first = array(random);
        RawNpz.Entry entry = new RawNpz.Entry("a.npy", where == 0 ? OF_ARRAY.applied(first, random) : first);
        if (where == 1 || random.nextInt(2) == 0) {
            entry.deflated();
        }
        if (where == 1) {
            entry.withBytes(OF_ARCHIVE.applied(entry.bytes, random));
        }
        if (random.nextInt(4) == 0) {
            entry.wide();
        }
        RawNpz archive = new RawNpz().put(entry).put(new RawNpz.Entry("b.npy", array(random)));
        byte[] file = random.nextInt(4) == 0
                ? archive.end64(archive.count(), archive.directoryLength(), archive.directoryBegin(), 0)
                : archive.bytes();
        return where == 2 ? OF_ARCHIVE.applied(file, random) : file;
    }

    private static byte[] array(Generator random) {
        return NpyFuzzTest.VALID.get(random.nextInt(NpyFuzzTest.VALID.size()));
    }
}
