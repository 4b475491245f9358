package lanewise.nn.data;

import java.io.BufferedInputStream;
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
    private static final int HEADER_START = 4;
    private static final int GZIP_MAGIC = 0x1f8b;

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
    ///     too early, or goes on too long
    /// @throws IOException if reading fails
    public static Idx read(Path file, int dimensions) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        try (InputStream in = open(file)) {
            Shape shape = readHeader(file, in, dimensions);
            return new Idx(file, shape, readElements(file, in, shape));
        } catch (ZipException | EOFException e) {
            FileFormatException broken =
                    new FileFormatException(file + ": the compressed data is broken: " + e.getMessage());
            broken.initCause(e);
            throw broken;
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

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            in.mark(2);
            int firstTwo = in.read() << 8 | in.read();
            in.reset();
            return firstTwo == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static Shape readHeader(Path file, InputStream in, int dimensions) throws IOException {
        byte[] start = readHeaderBytes(file, in, HEADER_START);
        int type = Byte.toUnsignedInt(start[2]);
        int found = Byte.toUnsignedInt(start[3]);
        if (start[0] != 0 || start[1] != 0) {
            throw new FileFormatException(file
                    + ": not an IDX file: it must start with 00 00 08 0%d, not %02x %02x %02x %02x"
                            .formatted(dimensions, start[0], start[1], start[2], start[3]));
        }
        if (type != UNSIGNED_BYTE) {
            throw new FileFormatException(
                    file + ": elements of type 0x%02x; only unsigned bytes, 0x08, are read".formatted(type));
        }
        if (found != dimensions) {
            throw new FileFormatException(file + ": " + dimensions + " dimensions expected, the header says " + found);
        }
        return readShape(file, readHeaderBytes(file, in, Integer.BYTES * dimensions), dimensions);
    }

    private static byte[] readHeaderBytes(Path file, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new FileFormatException(
                    file + ": the header ends too early: " + length + " bytes expected, " + bytes.length + " found");
        }
        return bytes;
    }

    private static Shape readShape(Path file, byte[] header, int dimensions) throws IOException {
        int[] sizes = new int[dimensions];
        ByteBuffer.wrap(header).asIntBuffer().get(sizes);
        try {
            return Shape.of(sizes);
        } catch (IllegalArgumentException e) {
            FileFormatException broken =
                    new FileFormatException(file + ": the header's sizes " + Arrays.toString(sizes) + " cannot be");
            broken.initCause(e);
            throw broken;
        }
    }

    /// Reads one byte more than there should be, to see whether the file ends where it must.
    private static byte[] readElements(Path file, InputStream in, Shape shape) throws IOException {
        byte[] bytes = in.readNBytes(shape.elements());
        if (bytes.length != shape.elements()) {
            throw new FileFormatException(file + ": truncated: the header says " + shape + ", " + shape.elements()
                    + " elements; " + bytes.length + " are there");
        }
        if (in.read() >= 0) {
            long more = 1 + in.transferTo(java.io.OutputStream.nullOutputStream());
            throw new FileFormatException(file + ": the header says " + shape + ", " + shape.elements() + " elements; "
                    + more + " bytes more follow them");
        }
        return bytes;
    }
}
