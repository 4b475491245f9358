package lanewise.bench;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Pooling, resampling and padding of images, forward alone, and with the gradient of the images.
@State(Scope.Benchmark)
public class ImageBenchmark extends MeasuredInWorkspace {
    /// What is done.
    @Param
    public ImageWork work = ImageWork.MAX_POOL_2X2;

    /// Whether the gradient is computed as well; the loop computes that alone.
    @Param({"false", "true"})
    public boolean backward;

    private Tensor x = Tensor.zeros();
    private Tensor dy = x;
    private NDArray result = NDArray.empty(Shape.SCALAR);

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        x = Tensor.randn(ImageWork.IMAGES.toArray()).requiresGrad_(true);
        dy = Tensor.randn(work.result().toArray());
        result = NDArray.zeros(backward ? ImageWork.IMAGES : work.result());
    }

    /// The library's operation: the result, or the images' gradient. The result's memory is that of the call
    /// before, whose workspace is closed only here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        renew();
        if (!backward) {
            return work.operation().forward(x.array());
        }
        x.setGrad(null);
        Tensor.apply(work.operation(), x).backward(dy);
        return Objects.requireNonNull(x.grad()).array();
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Traffic traffic) {
        count(traffic);
        work.loop(backward, x.array().data(), dy.array().data(), result.data());
        return result;
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * Float.BYTES * (x.elements() + dy.elements());
    }
}
