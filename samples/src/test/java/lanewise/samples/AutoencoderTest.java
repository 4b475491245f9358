package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoencoderTest {
    private static final int SIDE = 28;
    private static final int SHOWN = 10;

    @TempDir
    private Path folder;

    /// What is below an image is nearer to it than to the image beside it, most of the time.
    @Test
    void drawsImagesAndWhatIsLeftOfThem() throws IOException {
        ProgramRun run = ProgramRun.of(
                Autoencoder.commandLine(), "--images", "1500", "--epochs", "6", "--out", folder.toString());
        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.number("test: loss (\\d+\\.\\d+)")).isLessThan(0.045);
        assertThat(folder.resolve("metrics.csv")).content().startsWith("step,train loss,test loss\n");
        BufferedImage picture =
                ImageIO.read(folder.resolve("reconstructions.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(SHOWN * SIDE);
        assertThat(picture.getHeight()).isEqualTo(2 * SIDE);
        Raster pixels = picture.getRaster();
        int recognised = 0;
        for (int i = 0; i < SHOWN; i++) {
            recognised += distance(pixels, i, i) < distance(pixels, i, (i + 1) % SHOWN) ? 1 : 0;
        }
        assertThat(recognised).isGreaterThan(SHOWN / 2);
    }

    /// Between an image and what is below another.
    private static double distance(Raster pixels, int image, int other) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double d = pixels.getSample(image * SIDE + x, y, 0) - pixels.getSample(other * SIDE + x, SIDE + y, 0);
                sum += d * d;
            }
        }
        return sum;
    }
}
