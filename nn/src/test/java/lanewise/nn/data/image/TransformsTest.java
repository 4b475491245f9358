package lanewise.nn.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import org.junit.jupiter.api.Test;

class TransformsTest {
    private static final int DRAWS = 4000;

    /// Pixel i of channel c is 100 c + i, from 1 on.
    private static Image numbered(int channels, int height, int width) {
        Image image = new Image(channels, height, width);
        int plane = height * width;
        for (int i = 0; i < image.elements(); i++) {
            image.pixels()[i] = 100 * (i / plane) + i % plane + 1;
        }
        return image;
    }

    private static float[] pixels(Image image) {
        return Arrays.copyOf(image.pixels(), image.elements());
    }

    private static float[] applied(ImageTransform transform, Image image, Generator random) {
        transform.apply(image, random);
        return pixels(image);
    }

    @Test
    void normalizesEachChannel() {
        Normalize normalize = new Normalize(List.of(1f, 100f), List.of(2f, 4f));
        assertThat(applied(normalize, numbered(2, 1, 2), new Generator(1))).containsExactly(0, 0.5f, 0.25f, 0.5f);
        assertThatThrownBy(() -> normalize.apply(numbered(1, 1, 2), new Generator(1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("Normalize: an image of 1 channels, but 2 means");
        assertThatThrownBy(() -> new Normalize(List.of(0f), List.of(0f))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Normalize(List.of(0f), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statisticsMakeTheMeanZeroAndTheDeviationOne() {
        Tensor images = Tensor.zeros(600, 3, 4, 5);
        new Generator(1).fillNormal(images.array(), 3f, 2f);
        TensorDataset<Tensor, LongTensor> dataset = TensorDataset.of(images, LongTensor.zeros(600));
        Normalize normalize = Normalize.of(dataset);
        Tensor normalized = new TransformedDataset<>(dataset, 1, normalize)
                .get(LongTensor.arange(600))
                .inputs();
        for (int c = 0; c < 3; c++) {
            double[] channel = toDoubles(normalized.narrow(1, c, 1).toArray());
            double mean = Arrays.stream(channel).average().orElseThrow();
            assertThat(mean).isCloseTo(0, within(1e-5));
            assertThat(Arrays.stream(channel).map(x -> x * x).average().orElseThrow())
                    .isCloseTo(1, within(1e-5));
        }
        assertThat(Normalize.of(TensorDataset.of(Tensor.ones(2, 1, 2, 2), LongTensor.zeros(2))))
                .isEqualTo(new Normalize(List.of(1f), List.of(1f)));
        assertThatThrownBy(() -> Normalize.of(TensorDataset.of(Tensor.zeros(0, 1, 2, 2), LongTensor.zeros(0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] toDoubles(float[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
    }

    @Test
    void flipsHalfOfTheImages() {
        assertThat(applied(new RandomHorizontalFlip(1), numbered(2, 2, 3), new Generator(1)))
                .containsExactly(3, 2, 1, 6, 5, 4, 103, 102, 101, 106, 105, 104);
        assertThat(applied(new RandomHorizontalFlip(0), numbered(1, 1, 3), new Generator(1)))
                .containsExactly(1, 2, 3);
        Generator random = new Generator(2);
        long flipped = IntStream.range(0, DRAWS)
                .filter(_ -> applied(new RandomHorizontalFlip(), numbered(1, 1, 2), random)[0] == 2)
                .count();
        assertThat(flipped).isBetween(1850L, 2150L); // 2000 are expected, with a standard deviation of 32
        assertThatThrownBy(() -> new RandomHorizontalFlip(1.1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cropsAnyPartAndPadsWithZeros() {
        Image image = numbered(2, 2, 3);
        new RandomCrop(3, 2, 1).crop(image, -1, 2);
        assertThat(pixels(image)).containsExactly(0, 0, 3, 0, 6, 0, 0, 0, 103, 0, 106, 0);
        Image outside = numbered(1, 2, 2);
        new RandomCrop(2, 4).crop(outside, 0, -4);
        assertThat(pixels(outside)).containsOnly(0);
        Generator random = new Generator(3);
        boolean[] corners = new boolean[7];
        for (int i = 0; i < 200; i++) {
            float[] part = applied(new RandomCrop(2, 0), numbered(1, 3, 3), random);
            assertThat(part).containsExactly(part[0], part[0] + 1, part[0] + 3, part[0] + 4);
            corners[(int) part[0]] = true;
        }
        assertThat(corners).containsExactly(false, true, true, false, true, true, false);
        assertThatThrownBy(() -> new RandomCrop(5, 1).apply(numbered(1, 3, 2), random))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("RandomCrop: an image of 3 x 2 with a padding of 1 is smaller than the part, 5 x 5");
        assertThatThrownBy(() -> new RandomCrop(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void erasesARectangleOfTheAreaAskedFor() {
        Generator random = new Generator(4);
        int erasedImages = 0;
        for (int i = 0; i < 500; i++) {
            float[] erased = applied(new RandomErasing(0.5, 0.1, 0.3, 0.5, 2, -1f), numbered(2, 20, 20), random);
            int[] gone = IntStream.range(0, 400).filter(p -> erased[p] == -1).toArray();
            erasedImages += gone.length > 0 ? 1 : 0;
            assertThat(IntStream.range(0, 400)
                            .filter(p -> erased[400 + p] == -1)
                            .toArray())
                    .isEqualTo(gone);
            if (gone.length > 0) {
                int width = gone[gone.length - 1] % 20 - gone[0] % 20 + 1;
                int height = gone[gone.length - 1] / 20 - gone[0] / 20 + 1;
                assertThat(gone).hasSize(width * height); // a rectangle
                assertThat(gone.length).isBetween(30, 132); // 40 to 120, the sides rounded
            }
        }
        assertThat(erasedImages).isBetween(200, 300);
        assertThat(new RandomErasing().maxScale()).isEqualTo(0.33);
        assertThatThrownBy(() -> new RandomErasing(1, 0.5, 0.2, 1, 1, 0f)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsASquareOut() {
        Generator random = new Generator(5);
        int whole = 0;
        for (int i = 0; i < 200; i++) {
            float[] cut = applied(new Cutout(3), numbered(1, 9, 9), random);
            long zeros = IntStream.range(0, 81).filter(p -> cut[p] == 0).count();
            assertThat(zeros).isIn(4L, 6L, 9L); // at a corner, at an edge, inside
            whole += zeros == 9 ? 1 : 0;
        }
        assertThat(whole).isBetween(80, 160); // 49 of 81 centres
        assertThatThrownBy(() -> new Cutout(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void turnsCounterClockwise() {
        Image image = numbered(2, 3, 3);
        RandomRotation.rotate(image, 90);
        assertThat(Arrays.copyOf(pixels(image), 9)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
        assertThat(pixels(image)[9]).isEqualTo(103);
        Image wide = numbered(1, 1, 3);
        RandomRotation.rotate(wide, 90);
        assertThat(pixels(wide)).containsExactly(0, 2, 0);
        assertThat(applied(new RandomRotation(0), numbered(1, 2, 2), new Generator(1)))
                .containsExactly(1, 2, 3, 4);
        assertThatThrownBy(() -> new RandomRotation(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// By seed, epoch and number: whatever the batches, the order and the workers.
    @Test
    void anExampleLooksTheSameInAnEpochWhoeverLoadsIt() {
        Tensor images = Tensor.arange(40.0 * 3 * 6 * 6).reshape(40, 3, 6, 6);
        TensorDataset<Tensor, LongTensor> dataset = TensorDataset.of(images, LongTensor.arange(40));
        TransformedDataset<LongTensor> transformed = new TransformedDataset<>(
                dataset,
                7,
                new RandomCrop(5, 2),
                new RandomHorizontalFlip(),
                new RandomRotation(20),
                new RandomErasing(),
                new Cutout(2));
        float[][] alone = new float[40][];
        for (int i = 0; i < 40; i++) {
            alone[i] = transformed.get(LongTensor.of(i), 3).inputs().toArray();
        }
        for (int workers = 0; workers < 3; workers++) {
            DataLoader<Tensor, LongTensor> loader =
                    new DataLoader<>(transformed, 7).withShuffle(workers).withWorkers(workers);
            for (Batch<Tensor, LongTensor> batch : loader.epoch(3)) {
                assertThat(batch.inputs().shape()).isEqualTo(Shape.of(batch.size(), 3, 5, 5));
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(batch.inputs().narrow(0, i, 1).toArray())
                            .isEqualTo(alone[(int) batch.targets().get(i)]);
                }
            }
        }
        long same = IntStream.range(0, 40)
                .filter(i -> Arrays.equals(
                        transformed.get(LongTensor.of(i), 4).inputs().toArray(), alone[i]))
                .count();
        assertThat(same).isLessThan(5);
        assertThat(transformed.get(LongTensor.of(1)).inputs().toArray())
                .isEqualTo(transformed.get(LongTensor.of(1), 0).inputs().toArray());
        assertThat(images.toArray()).startsWith(0, 1, 2);
    }

    @Test
    void refusesWhatIsNoImageOrBecomesDifferentSizes() {
        TensorDataset<Tensor, LongTensor> flat = TensorDataset.of(Tensor.zeros(4, 3, 3), LongTensor.zeros(4));
        assertThatThrownBy(() -> new TransformedDataset<>(flat, 1).get(LongTensor.of(0)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("TransformedDataset: inputs [1, 3, 3] are no images [b, channels, height, width]");
        TensorDataset<Tensor, LongTensor> images = TensorDataset.of(Tensor.zeros(4, 1, 3, 3), LongTensor.zeros(4));
        ImageTransform uneven = (image, random) -> image.replace(1 + random.nextInt(1000), 1);
        assertThatThrownBy(() -> new TransformedDataset<>(images, 1, uneven).get(LongTensor.arange(4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageStartingWith("TransformedDataset: example ");
        TransformedDataset<LongTensor> none = new TransformedDataset<>(images, 1, new Cutout(1));
        assertThat(none.get(LongTensor.of()).size()).isZero();
        assertThat(none.size()).isEqualTo(4);
    }
}
