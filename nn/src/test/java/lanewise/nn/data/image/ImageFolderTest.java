package lanewise.nn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Damage;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.DataLoadingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    private Path folder = Path.of("");

    private static final int[][] COLOURS = {{0xff0000, 0x00ff00, 0x0000ff}, {0x102030, 0xffffff, 0x808080}};

    private static Path write(Path file, String format, int type) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, type);
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                image.setRGB(x, y, 0xff000000 | COLOURS[y][x]);
            }
        }
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }

    private static Path writeGray(Path file) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 50);
        image.getRaster().setSample(1, 0, 0, 200);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @BeforeEach
    void fill() throws IOException {
        write(folder.resolve("dog/2.png"), "png", BufferedImage.TYPE_INT_RGB);
        write(folder.resolve("dog/more/1.bmp"), "bmp", BufferedImage.TYPE_3BYTE_BGR);
        write(folder.resolve("cat/1.png"), "png", BufferedImage.TYPE_INT_ARGB);
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve("cat/.DS_Store"), "no image");
        Files.writeString(folder.resolve("notes.txt"), "beside the classes");
    }

    @Test
    void eachDirectoryIsAClass() throws IOException {
        ImageFolder images = ImageFolder.in(folder, 2, 3, ImageMode.RGB);
        assertThat(images.classes()).containsExactly("cat", "dog");
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.file(2)).isEqualTo(folder.resolve("dog/more/1.bmp"));
        assertThat(images.label(2)).isEqualTo(1);
        Batch<Tensor, LongTensor> batch = images.get(LongTensor.of(2, 0, 1));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(3, 3, 2, 3));
        assertThat(batch.targets().toArray()).containsExactly(1, 0, 1);
        for (int i = 0; i < 3; i++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 3; x++) {
                    for (int c = 0; c < 3; c++) {
                        assertThat(batch.inputs().array().get(i, c, y, x))
                                .isEqualTo((COLOURS[y][x] >> 16 - 8 * c & 0xff) / 255f);
                    }
                }
            }
        }
    }

    /// The figures are Python's imaging library's for `convert("L")`.
    @Test
    void coloursBecomeGrayAndGrayStaysAsItIs() throws IOException {
        float[] luma = ImageFolder.in(folder, 2, 3, ImageMode.GRAY)
                .get(LongTensor.of(0))
                .inputs()
                .toArray();
        assertThat(luma).containsExactly(76 / 255f, 150 / 255f, 29 / 255f, 29 / 255f, 1f, 128 / 255f);
        Path gray = writeGray(folder.resolve("gray/1.png"));
        assertThat(ImageDecoder.read(gray, ImageMode.GRAY, 1, 2)).containsExactly(50 / 255f, 200 / 255f);
        assertThat(ImageDecoder.read(gray, ImageMode.RGB, 1, 2))
                .containsExactly(50 / 255f, 200 / 255f, 50 / 255f, 200 / 255f, 50 / 255f, 200 / 255f);
    }

    /// The expected numbers are PyTorch's, `interpolate(mode="bilinear", antialias=True)`.
    @Test
    void scalesAsPyTorchDoes() {
        float[] x = new float[35];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 7; j++) {
                x[i * 7 + j] = (i * i % 17 + 3 * j * (i + 1) % 11) / 32f;
            }
        }
        assertThat(Resampling.resize(x, 1, 5, 7, 3, 4))
                .containsExactly(
                        new float[] {
                            0.07653060555458069f, 0.174107164144516f, 0.1435714215040207f, 0.178571417927742f,
                            0.23346559703350067f, 0.2976389229297638f, 0.2529166638851166f, 0.31316134333610535f,
                            0.4506802260875702f, 0.5276785492897034f, 0.5423213839530945f, 0.5714285373687744f
                        },
                        within(1e-6f));
        assertThat(Resampling.resize(x, 1, 5, 7, 5, 2))
                .containsExactly(
                        new float[] {
                            0.12427325546741486f, 0.15043604373931885f, 0.13590116798877716f, 0.18023255467414856f,
                            0.2979651093482971f, 0.2645348906517029f, 0.3306685984134674f, 0.4193314015865326f,
                            0.617732584476471f, 0.6606104373931885f
                        },
                        within(1e-6f));
        float[] larger = Resampling.resize(x, 1, 5, 7, 6, 9);
        assertThat(larger).hasSize(54).startsWith(0f);
        assertThat(larger[2]).isCloseTo(0.1354166567325592f, within(1e-6f));
        assertThat(larger[11]).isCloseTo(0.1458333283662796f, within(1e-6f));
        float[] twice = Resampling.resize(new float[] {1, 3, 5, 7}, 2, 1, 2, 1, 1);
        assertThat(twice).containsExactly(2, 6);
    }

    @Test
    void namesTheFileThatIsNoImage() throws IOException {
        Path broken = Files.writeString(folder.resolve("cat/2.png"), "no image");
        String message = broken + ": no image that can be read, of 8 bytes; up to byte 0 it could be: its first bytes"
                + " are those of no known format";
        ImageFolder images = ImageFolder.in(folder, 2, 3, ImageMode.RGB);
        assertThatThrownBy(() -> images.get(LongTensor.of(1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(message)
                .hasCauseInstanceOf(FileFormatException.class);
        assertThatThrownBy(() ->
                        new DataLoader<>(images, 4).withWorkers(1).iterator().next())
                .isInstanceOf(DataLoadingException.class)
                .hasMessage("epoch 0, batch 0: example 1 cannot be loaded: " + message);
    }

    /// The bytes behind the place are missing.
    @Test
    void namesTheFileAndThePlaceWhereAnImageEndsTooEarly() throws IOException {
        Path whole = folder.resolve("cat/1.png");
        byte[] content = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(content, content.length / 2));
        ImageFolder images = ImageFolder.in(folder, 2, 3, ImageMode.RGB);
        assertThatThrownBy(() -> images.get(LongTensor.of(0)))
                .hasMessageMatching("\\Q" + whole + "\\E: no image that can be read, of " + content.length / 2
                        + " bytes; up to byte [1-9]\\d* it could be: .+");
    }

    @Test
    void damagedImagesAreReadOrRefused() throws IOException {
        for (String format : new String[] {"png", "jpg", "gif", "bmp"}) {
            Path file = write(folder.resolve("dog/3." + format), format, BufferedImage.TYPE_INT_RGB);
            Damage.check(file, Files.readAllBytes(file), 200, broken -> ImageDecoder.read(broken, ImageMode.RGB, 4, 4));
        }
    }

    @Test
    void namesDirectoriesThatAreNone() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> ImageFolder.in(none, 1, 1, ImageMode.RGB)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> ImageFolder.in(folder, 0, 1, ImageMode.RGB))
                .isInstanceOf(IllegalArgumentException.class);
        Path empty = Files.createDirectory(folder.resolve("emu"));
        assertThatThrownBy(() -> ImageFolder.in(folder, 1, 1, ImageMode.RGB))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(empty + ": the directory of a class has no file");
        assertThatThrownBy(() -> ImageFolder.in(empty, 1, 1, ImageMode.RGB))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(empty + ": there is no directory of a class");
    }
}
