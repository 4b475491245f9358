package lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.optim.GradientClipping;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The clipping of all gradients by their common norm.
@State(Scope.Benchmark)
public class ClippingBenchmark extends Measured {
    /// What each call leaves of the norm of the one before: so little less that a million calls find ordinary
    /// gradients, and always some to scale.
    private static final double KEPT = 0.999999;

    /// Gradients are read for the norm, and read and written to be scaled.
    private static final int BYTES_AN_ELEMENT = 12;

    /// The number of elements, in the parameters of [OptimizerBenchmark].
    @Param({"101110", "1000000", "25000000"})
    public int size;

    private final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final List<float[]> plainGradients = new ArrayList<>();
    private double norm;

    /// Draws the gradients.
    @Setup
    public void draw() {
        Generator.manualSeed(1);
        for (Shape shape : OptimizerBenchmark.Problem.shapes(size)) {
            Tensor gradient = Tensor.randn(shape.toArray());
            Parameter parameter = new Parameter(Tensor.zerosLike(gradient));
            parameter.setGrad(gradient);
            parameters.add(parameter);
            gradients.add(gradient);
            plainGradients.add(gradient.toArray());
        }
        norm = GradientClipping.getTotalNorm(gradients);
    }

    /// The library's clipping.
    @Benchmark
    public List<Tensor> vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        norm = GradientClipping.clipGradNorm_(parameters, KEPT * norm);
        return gradients;
    }

    /// The loops.
    @Benchmark
    public List<float[]> scalar(Traffic traffic) {
        count(traffic);
        double maxNorm = KEPT * norm;
        double sum = 0;
        for (float[] gradient : plainGradients) {
            sum += squares(gradient);
        }
        norm = Math.sqrt(sum);
        float factor = (float) Math.min(maxNorm / (norm + 1e-6), 1);
        for (float[] gradient : plainGradients) {
            scale(gradient, factor);
        }
        return plainGradients;
    }

    private static double squares(float[] gradient) {
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            sum += (double) gradient[i] * gradient[i];
        }
        return sum;
    }

    private static void scale(float[] gradient, float factor) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= factor;
        }
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * BYTES_AN_ELEMENT * size;
    }
}
