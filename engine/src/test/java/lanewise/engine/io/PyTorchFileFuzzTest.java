package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.Generator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damages right files in every way that chance finds: the archive as it is, and the pickle in an archive that is
/// right. What comes out is a state or a [FileFormatException], and it never takes more memory than the file's size
/// explains. `-Dlanewise.fuzz=1000000` for more.
@Tag("once")
class PyTorchFileFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("lanewise.fuzz", 20_000);

    private static final List<String> FILES = List.of(
            "dtypes.pt",
            "views.pt",
            "module.pt",
            "checkpoint.pt",
            "protocol4.pt",
            "plain_values2.pt",
            "plain_values4.pt",
            "one_cycle.pt");

    /// Of memory for one attempt: buffers, the values, the arrays, the exception. The files have up to 5,000 bytes;
    /// most of this is for the million elements that expanded tensors may have.
    private static final long ALLOWANCE = 12 << 20;

    /// Pieces that a pickle is made of, to be put where they do not belong.
    private static final List<byte[]> PIECES = pieces();

    @Test
    void damageIsToldOrHarmless() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : FILES) {
            files.add(Files.readAllBytes(Path.of("src", "test", "resources", "pytorch", name)));
        }
        files.add(RawZip.torch(TorchPickles.floats(6), new byte[24]).zip64().bytes());
        List<RawZip> archives = new ArrayList<>();
        for (byte[] file : files) {
            archives.add(unpacked(file));
        }
        Generator random = new Generator(2026);
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            int which = random.nextInt(files.size());
            byte[] damaged = random.nextInt(3) == 0
                    ? damaged(files.get(which), random)
                    : withPickle(archives.get(which), random);
            read += readsOrRefuses(damaged, i) ? 1 : 0;
        }
        assertThat(read).isBetween(MUTATIONS / 100, MUTATIONS / 2);
    }

    /// Whether it could be read.
    private static boolean readsOrRefuses(byte[] file, int mutation) throws IOException {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean read = false;
        try {
            StateDict state = PyTorchArchive.read(new ArrayBytes(file));
            touch(state);
            read = true;
        } catch (FileFormatException e) {
            assertThat(e.getMessage()).isNotEmpty().hasSizeLessThan(10_000);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + mutation + ": " + Arrays.toString(file), e);
        }
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated by mutation %d", mutation)
                .isLessThan(ALLOWANCE);
        return read;
    }

    /// Goes through all values, and reads the last element of each array.
    private static void touch(@Nullable Object value) {
        switch (value) {
            case StateDict state -> state.keys().forEach(key -> touch(state.get(key)));
            case List<?> list -> list.forEach(PyTorchFileFuzzTest::touch);
            case AnyArray array when array.shape().elements() > 0 -> last(array);
            case null, default -> {}
        }
    }

    private static void last(AnyArray array) {
        int[] last = array.shape().toArray();
        Arrays.setAll(last, d -> last[d] - 1);
        switch (array) {
            case lanewise.engine.NDArray floats -> floats.get(last);
            case lanewise.engine.LongArray longs -> longs.get(last);
            case lanewise.engine.BoolArray bools -> bools.get(last);
        }
    }

    /// The archive with its pickle damaged, and the checksum right.
    private static byte[] withPickle(RawZip zip, Generator random) {
        RawZip.Entry pickle = zip.entry("data.pkl");
        byte[] whole = pickle.data;
        byte[] damaged = whole;
        for (int damages = random.nextInt(3); damages >= 0; damages--) {
            damaged = damaged(damaged, random);
        }
        pickle.data = damaged;
        pickle.size = damaged.length;
        pickle.compressed = damaged.length;
        pickle.crc = 0;
        byte[] file = zip.bytes();
        pickle.data = whole;
        return file;
    }

    private static byte[] damaged(byte[] bytes, Generator random) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(8)) {
            case 0 -> withBit(bytes, random.nextInt(bytes.length), random.nextInt(8));
            case 1 -> withBit(bytes, bytes.length - 1 - random.nextInt(Math.min(bytes.length, 200)), random.nextInt(8));
            case 2 -> spliced(bytes, at, new byte[] {(byte) random.nextInt(256)}, 1);
            case 3 -> Arrays.copyOf(bytes, Math.max(at, 1));
            case 4 -> spliced(bytes, at, new byte[0], random.nextInt(20));
            case 5 -> spliced(bytes, at, Arrays.copyOfRange(bytes, at / 2, at), 0);
            case 6 -> spliced(bytes, at, PIECES.get(random.nextInt(PIECES.size())), 0);
            default -> spliced(bytes, at, PIECES.get(random.nextInt(PIECES.size())), 1 + random.nextInt(6));
        };
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

    private static List<byte[]> pieces() {
        List<byte[]> pieces = new ArrayList<>();
        for (Opcode opcode : Opcode.values()) {
            pieces.add(new byte[] {(byte) opcode.code});
        }
        for (int index = 0; index < 30; index++) {
            pieces.add(new byte[] {(byte) Opcode.BINGET.code, (byte) index});
            pieces.add(new byte[] {(byte) Opcode.BINPUT.code, (byte) index});
        }
        for (long number : new long[] {0, 1, -1, 2, 6, 1000, 1 << 20, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE}) {
            pieces.add(piece(new RawPickle().number(number)));
            pieces.add(piece(new RawPickle().numbers(number, number)));
        }
        for (TorchGlobal global : TorchGlobal.values()) {
            int dot = global.fullName.lastIndexOf('.');
            String module = global.fullName.substring(0, dot);
            pieces.add(piece(new RawPickle().global(module, global.fullName.substring(dot + 1))));
        }
        pieces.add(piece(new RawPickle().storage("FloatStorage", "0", 6)));
        pieces.add(piece(new RawPickle().tensor("0", 6, 0, new long[] {2, 3}, new long[] {1, 2})));
        pieces.add(piece(new RawPickle().tensor("0", 24, 0, new long[] {1000, 1000}, new long[] {0, 0})));
        pieces.add(piece(new RawPickle().text("0")));
        pieces.add(new byte[] {'P', 'K', 5, 6});
        pieces.add(new byte[] {'P', 'K', 1, 2});
        pieces.add(new byte[] {-1, -1, -1, -1});
        pieces.add(new byte[8]);
        return pieces;
    }

    private static byte[] piece(RawPickle pickle) {
        byte[] stopped = pickle.stop();
        return Arrays.copyOf(stopped, stopped.length - 1);
    }

    /// The same entries, to be packed again.
    private static RawZip unpacked(byte[] file) throws IOException {
        RawZip again = new RawZip();
        try (ZipArchive zip = ZipArchive.openWithoutCheckSums(new ArrayBytes(file))) {
            for (ZipEntry entry : zip.entries()) {
                again.stored(entry.name(), zip.bytes(entry));
            }
        }
        return again;
    }
}
