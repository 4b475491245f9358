package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {
    private static final int BYTES = 256;

    @Test
    void everyByteIsDividedBy255() {
        byte[] pixels = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            pixels[i] = (byte) i;
        }
        ImageDataset images = new ImageDataset(pixels, new int[] {3, 4}, Shape.of(2, 8, 8), List.of());
        Batch<Tensor, LongTensor> batch = images.get(LongTensor.of(1, 0, 1));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(3, 2, 8, 8));
        assertThat(batch.targets().toArray()).containsExactly(4, 3, 4);
        float[] numbers = batch.inputs().toArray();
        for (int i = 0; i < BYTES; i++) {
            assertThat(numbers[i + BYTES / 2]).isEqualTo(i / 255f);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new ImageDataset(new byte[7], new int[2], Shape.of(1, 2, 2), List.of()))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("ImageDataset: 2 images [1, 2, 2] need 8 pixels, and sizes [channels, height, width]; 7"
                        + " pixels are there");
        ImageDataset images = new ImageDataset(new byte[8], new int[2], Shape.of(1, 2, 2), List.of());
        assertThatThrownBy(() -> images.get(LongTensor.of(2))).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
