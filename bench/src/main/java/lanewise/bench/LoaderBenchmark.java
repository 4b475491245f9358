package lanewise.bench;

import java.util.List;
import java.util.Random;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.Dataset;
import lanewise.nn.data.ImageDataset;
import lanewise.nn.data.image.Normalize;
import lanewise.nn.data.image.TransformedDataset;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// An epoch of images that a loader normalises and puts together to batches, by itself or by workers.
@State(Scope.Benchmark)
public class LoaderBenchmark extends Measured {
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final int IMAGES = 1024;
    private static final int BATCH = 64;
    private static final double GIGABYTES = 1e-9 * Float.BYTES * IMAGES * IMAGE.elements();

    private final byte[] pixels = new byte[IMAGES * IMAGE.elements()];
    private final Normalize normalize = new Normalize(List.of(0.5f, 0.4f, 0.3f), List.of(0.2f, 0.3f, 0.4f));
    private final float[] batch = new float[BATCH * IMAGE.elements()];
    private final Dataset<Tensor, LongTensor> images =
            new TransformedDataset<>(new ImageDataset(pixels, new int[IMAGES], IMAGE, List.of()), 1, normalize);

    /// How many threads load ahead.
    @State(Scope.Benchmark)
    public static class Workers {
        /// Beside the one that asks.
        @Param({"0", "1", "2"})
        public int workers;
    }

    /// Makes the images.
    @Setup
    public void fill() {
        new Random(1).nextBytes(pixels);
    }

    /// The loader's last batch.
    @Benchmark
    public Tensor loader(Workers workers, Traffic traffic) {
        traffic.gigabyte += GIGABYTES;
        Tensor last = Tensor.zeros();
        for (Batch<Tensor, LongTensor> loaded : new DataLoader<>(images, BATCH).withWorkers(workers.workers)) {
            last = loaded.inputs();
        }
        return last;
    }

    /// As a loop.
    @Benchmark
    public float[] scalar(Traffic traffic) {
        traffic.gigabyte += GIGABYTES;
        int plane = IMAGE.dim(1) * IMAGE.dim(2);
        for (int i = 0; i < pixels.length; i++) {
            int channel = i / plane % IMAGE.dim(0);
            float pixel = (pixels[i] & 0xff) / 255f;
            batch[i % batch.length] =
                    (pixel - normalize.mean().get(channel)) / normalize.std().get(channel);
        }
        return batch;
    }
}
