package lanewise.nn.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;

/// An array of unsigned bytes in the IDX format, in which the MNIST digits and their relatives are published: two
/// zero bytes, the element type (8 is the unsigned byte), the number of dimensions, the sizes as big-endian 32-bit
/// numbers, and the elements, row-major. See <https://yann.lecun.com/exdb/mnist/>.
///
/// The reader is strict: a file must hold exactly what its header announces.
public final class Idx {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final int TYPE_AT = 2;
    private static final int RANK_AT = 3;
    private static final int HEADER_START = 4;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Shape shape;
    private final byte[] elements;

    private Idx(Path file, Shape shape, byte[] elements) {
        this.file = file;
        this.shape = shape;
        this.elements = elements;
    }

    /// Reads a file, compressed by gzip or not; its first bytes tell which, not its name.
    ///
    /// @param dimensions how many dimensions the array must have: 3 for images `[n, height, width]`, 1 for labels
    /// `[n]`
    /// @throws NoSuchFileException if there is no such file
    /// @throws FileFormatException if the content is not an IDX array of unsigned bytes of so many dimensions, ends
    ///     too early, or goes on too long; the message says at which byte, of what the file holds when it is
    ///     decompressed
    /// @throws IOException if reading fails
    public static Idx read(Path file, int dimensions) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        try (Content content = new Content(file)) {
            Shape shape = readHeader(content, dimensions);
            return new Idx(file, shape, readElements(content, shape));
        }
    }

    /// The file that this was read from.
    public Path file() {
        return file;
    }

    /// The sizes that the header states.
    public Shape shape() {
        return shape;
    }

    /// The elements as numbers from 0 to 1: each divided by 255. A new tensor of the same shape.
    public Tensor toUnitInterval() {
        NDArray array = NDArray.empty(shape);
        ImageDataset.toUnitInterval(elements, 0, array.data(), 0, elements.length);
        return Tensor.of(array);
    }

    /// The elements as integers from 0 to 255. A new tensor of the same shape.
    public LongTensor toLong() {
        LongArray array = LongArray.empty(shape);
        long[] data = array.data();
        for (int i = 0; i < elements.length; i++) {
            data[i] = Byte.toUnsignedLong(elements[i]);
        }
        return LongTensor.of(array);
    }

    /// Images `[n, height, width]` with labels `[n]`, as images of one channel.
    static ImageDataset images(Idx images, Idx labels) {
        int[] numbers = new int[labels.elements.length];
        Arrays.setAll(numbers, i -> Byte.toUnsignedInt(labels.elements[i]));
        Shape image = Shape.of(1, images.shape.dim(1), images.shape.dim(2));
        return new ImageDataset(images.elements, numbers, image, List.of());
    }

    /// What a file holds, decompressed, and how far it has been read.
    private static final class Content implements AutoCloseable {
        private final Path file;
        private final InputStream in;
        private long position;

        Content(Path file) throws IOException {
            this.file = file;
            in = open(file);
        }

        private static InputStream open(Path file) throws IOException {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            try {
                in.mark(2);
                int firstTwo = in.read() << 8 | in.read();
                in.reset();
                return firstTwo == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
            } catch (ZipException | EOFException e) {
                in.close();
                throw broken(file, 0, e);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        /// So many bytes, or those that are left if they are fewer.
        byte[] read(int length) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(length, CHUNK));
            byte[] chunk = new byte[Math.min(length, CHUNK)];
            try {
                while (bytes.size() < length) {
                    int read = in.read(chunk, 0, Math.min(chunk.length, length - bytes.size()));
                    if (read < 0) {
                        break;
                    }
                    bytes.write(chunk, 0, read);
                    position += read;
                }
            } catch (ZipException | EOFException e) {
                throw broken(file, position, e);
            }
            return bytes.toByteArray();
        }

        /// How many bytes are left.
        long rest() throws IOException {
            long from = position;
            while (read(CHUNK).length == CHUNK) {
                // goes on
            }
            return position - from;
        }

        FileFormatException error(long at, String what) {
            return new FileFormatException(file + ": byte " + at + ": " + what);
        }

        private static FileFormatException broken(Path file, long at, IOException cause) {
            FileFormatException broken = new FileFormatException(file + ": the compressed data is broken behind byte "
                    + at + " of the content: " + cause.getMessage());
            broken.initCause(cause);
            return broken;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static Shape readHeader(Content content, int dimensions) throws IOException {
        byte[] start = readHeaderBytes(content, HEADER_START);
        int type = Byte.toUnsignedInt(start[TYPE_AT]);
        int found = Byte.toUnsignedInt(start[RANK_AT]);
        if (start[0] != 0 || start[1] != 0) {
            throw content.error(
                    start[0] != 0 ? 0 : 1,
                    "not an IDX file: it must start with 00 00 08 0%d, not %02x %02x %02x %02x"
                            .formatted(dimensions, start[0], start[1], start[2], start[3]));
        }
        if (type != UNSIGNED_BYTE) {
            throw content.error(
                    TYPE_AT, "elements of type 0x%02x; only unsigned bytes, 0x08, are read".formatted(type));
        }
        if (found != dimensions) {
            throw content.error(RANK_AT, dimensions + " dimensions expected, the header says " + found);
        }
        return readShape(content, readHeaderBytes(content, Integer.BYTES * dimensions), dimensions);
    }

    private static byte[] readHeaderBytes(Content content, int length) throws IOException {
        byte[] bytes = content.read(length);
        if (bytes.length != length) {
            throw content.error(
                    content.position,
                    "the header ends too early: " + length + " bytes expected, " + bytes.length + " found");
        }
        return bytes;
    }

    private static Shape readShape(Content content, byte[] header, int dimensions) throws IOException {
        int[] sizes = new int[dimensions];
        ByteBuffer.wrap(header).asIntBuffer().get(sizes);
        try {
            return Shape.of(sizes);
        } catch (IllegalArgumentException e) {
            FileFormatException broken =
                    content.error(HEADER_START, "the header's sizes " + Arrays.toString(sizes) + " cannot be");
            broken.initCause(e);
            throw broken;
        }
    }

    /// Looks behind them, too, whether the file ends where it must.
    private static byte[] readElements(Content content, Shape shape) throws IOException {
        byte[] bytes = content.read(shape.elements());
        String promised = "the header says " + shape + ", " + shape.elements() + " elements; ";
        long end = content.position;
        if (bytes.length != shape.elements()) {
            throw content.error(end, "truncated: " + promised + bytes.length + " are there");
        }
        long more = content.rest();
        if (more > 0) {
            throw content.error(end, promised + more + " bytes more follow them");
        }
        return bytes;
    }
}
