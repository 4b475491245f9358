package lanewise.nn.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import lanewise.engine.io.FileFormatException;

/// Reads image files by ImageIO: PNG, JPEG, GIF, BMP, WBMP and TIFF, and whatever else it has readers for.
final class ImageDecoder {
    /// A broken header must not take the memory of the program.
    private static final long MAX_PIXELS = 1L << 26;

    private ImageDecoder() {}

    /// The image as numbers from 0 to 1, `[channels, height, width]`, scaled to these sizes.
    ///
    /// @throws FileFormatException if it is no image; the message says up to which byte it could be one
    static float[] read(Path file, ImageMode mode, int height, int width) throws IOException {
        byte[] content = Files.readAllBytes(file);
        BufferedImage image;
        // not of a stream, for which ImageIO would make a file
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            try {
                image = decode(in);
            } catch (IOException | RuntimeException e) { // ImageIO's readers throw whatever they meet in broken files
                FileFormatException broken =
                        new FileFormatException(file + ": no image that can be read, of " + content.length
                                + " bytes; up to byte " + in.getStreamPosition() + " it could be: "
                                + (e.getMessage() == null ? e : e.getMessage()));
                broken.initCause(e);
                throw broken;
            }
        }
        float[] pixels = isGray(image) ? gray(image, mode) : coloured(image, mode);
        return Resampling.resize(pixels, mode.channels(), image.getHeight(), image.getWidth(), height, width);
    }

    private static BufferedImage decode(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new IOException("its first bytes are those of no known format");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MAX_PIXELS) {
                throw new IOException("it has " + pixels + " pixels; up to " + MAX_PIXELS + " are read");
            }
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static boolean isGray(BufferedImage image) {
        return !(image.getColorModel() instanceof IndexColorModel)
                && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /// The samples themselves: as colours they would be taken for linear light and changed.
    private static float[] gray(BufferedImage image, ImageMode mode) {
        int w = image.getWidth();
        int h = image.getHeight();
        float max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        float[] pixels = new float[mode.channels() * h * w];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            image.getRaster().getSamples(0, y, w, 1, 0, row);
            for (int x = 0; x < w; x++) {
                pixels[y * w + x] = row[x] / max;
            }
        }
        for (int c = 1; c < mode.channels(); c++) {
            System.arraycopy(pixels, 0, pixels, c * h * w, h * w);
        }
        return pixels;
    }

    private static float[] coloured(BufferedImage image, ImageMode mode) {
        int w = image.getWidth();
        int h = image.getHeight();
        int plane = h * w;
        float[] pixels = new float[mode.channels() * plane];
        int[] row = new int[w];
        for (int y = 0; y < h; y++) {
            image.getRGB(0, y, w, 1, row, 0, w);
            for (int x = 0; x < w; x++) {
                int red = row[x] >> 16 & 0xff;
                int green = row[x] >> 8 & 0xff;
                int blue = row[x] & 0xff;
                int at = y * w + x;
                if (mode == ImageMode.GRAY) {
                    pixels[at] = luma(red, green, blue) / 255f;
                } else {
                    pixels[at] = red / 255f;
                    pixels[at + plane] = green / 255f;
                    pixels[at + 2 * plane] = blue / 255f;
                }
            }
        }
        return pixels;
    }

    /// In 65536ths, rounded: what Python's imaging library computes.
    private static int luma(int red, int green, int blue) {
        return 19595 * red + 38470 * green + 7471 * blue + 0x8000 >> 16;
    }
}
