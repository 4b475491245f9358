package lanewise.bench.peers;

import java.util.List;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// This library.
public final class Lanewise implements Contender {
    /// For [Child].
    public Lanewise() {}

    @Override
    public String name() {
        return "Lanewise";
    }

    /// With the compiler's log, in which [Refusals] looks for kernels that the compiler gave up.
    @Override
    public List<String> options() {
        return List.of("-XX:+PrintCompilation", "-XX:+DisplayVMOutputToStderr");
    }

    @Override
    public String start(int threads) {
        Threads.set(threads);
        return "Lanewise, vectors of " + Lanes.LANES * Float.SIZE + " bits";
    }

    /// Until its vector loops are compiled: until then their scalar twins would be timed.
    @Override
    public void settle() {
        WarmUp.awaitAll();
    }

    @Override
    public Work prepare(Problem problem) {
        return switch (problem) {
            case Problem.Product product -> new ProductWork(product);
            case Problem.Elementwise elementwise -> new ElementwiseWork(elementwise);
            case Problem.Moved moved -> new MovedWork(moved);
            case Problem.Rows rows ->
                switch (rows.function()) {
                    case SOFTMAX, LOG_SOFTMAX -> new SoftmaxWork(rows);
                    case CROSS_ENTROPY -> new CrossEntropyWork(rows);
                    case LAYER_NORM, LAYER_NORM_GRADIENT -> NormWork.of(rows);
                };
            case Problem.BatchNorm norm -> NormWork.of(norm);
            case Problem.Convolved convolved -> new ConvolutionLayerWork(convolved);
            case Problem.Recurrent recurrent -> new RecurrentLayerWork(recurrent);
            case Problem.Attended attended -> new AttentionLayerWork(attended);
            case Problem.Step step -> new StepWork(step);
            case Problem.Tutorial tutorial -> new TutorialWork();
            case Problem.Trained trained -> new TrainingWork(trained);
            case Problem.Inferred inferred -> new InferenceWork(inferred);
        };
    }
}
