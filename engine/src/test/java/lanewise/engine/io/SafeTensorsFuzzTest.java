package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages a right file in every way that chance finds. What comes out is arrays or a [FileFormatException], and
/// never takes more memory than the file's size explains.
class SafeTensorsFuzzTest {
    private static final int MUTATIONS = 20_000;

    /// Of memory for one attempt: buffers, the header's text and tree, the arrays, the exception. The file has 600
    /// bytes.
    private static final long ALLOWANCE = 1 << 20;

    /// Pieces that a header is made of, right or wrong, to be put where they do not belong.
    private static final String[] PIECES = {
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
        "é"
    };

    @TempDir
    Path directory;

    @Test
    void damageIsToldOrHarmless() throws IOException {
        byte[] valid = validFile();
        Generator random = new Generator(2026);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = valid;
            for (int damages = random.nextInt(3); damages >= 0; damages--) {
                damaged = damaged(damaged, random);
            }
            read += readsOrRefuses(damaged, i) ? 1 : 0;
        }
        // most damage hits the header; a changed name or value is still a right file
        assertThat(read).isBetween(MUTATIONS / 100, MUTATIONS / 2);
    }

    /// Whether it could be read.
    private static boolean readsOrRefuses(byte[] file, int mutation) throws IOException {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean read = false;
        try {
            NamedArrays content = SafeTensorsReader.read(new ArrayChannel(file));
            content.arrays().values().forEach(AnyArray::shape);
            read = true;
        } catch (FileFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + mutation + ": " + Arrays.toString(file), e);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated by mutation %d", mutation)
                .isLessThan(ALLOWANCE);
        return read;
    }

    private static byte[] damaged(byte[] bytes, Generator random) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(8)) {
            case 0 -> withBit(bytes, random.nextInt(bytes.length), random.nextInt(8));
            case 1 ->
                withBit(
                        bytes,
                        Math.min(random.nextInt(8), bytes.length - 1),
                        random.nextInt(8)); // of the header's length
            case 2 -> spliced(bytes, at, new byte[] {(byte) random.nextInt(256)}, 1);
            case 3 -> Arrays.copyOf(bytes, Math.max(at, 1));
            case 4 -> spliced(bytes, at, new byte[0], random.nextInt(20));
            case 5 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at), 0);
            case 6 -> piece(bytes, at, random, 0);
            default -> piece(bytes, at, random, 1 + random.nextInt(6));
        };
    }

    /// With a piece of header in place of `removed` bytes, and mostly with the length of the header set right.
    private static byte[] piece(byte[] bytes, int at, Generator random, int removed) {
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
        byte[] changed = spliced(bytes, Math.max(at, 8), piece, removed);
        if (changed.length > 8 && random.nextInt(4) > 0) {
            int length = (changed[0] & 0xff) + ((changed[1] & 0xff) << 8) + changed.length - bytes.length;
            changed[0] = (byte) length;
            changed[1] = (byte) (length >> 8);
        }
        return changed;
    }

    private static byte[] withBit(byte[] bytes, int at, int bit) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << bit);
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted, int removed) {
        int from = Math.min(at, bytes.length);
        int to = Math.min(from + removed, bytes.length);
        byte[] changed = new byte[Math.max(from + inserted.length + bytes.length - to, 1)];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(inserted, 0, changed, from, inserted.length);
        System.arraycopy(bytes, to, changed, from + inserted.length, bytes.length - to);
        return changed;
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
