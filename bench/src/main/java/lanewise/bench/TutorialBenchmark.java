package lanewise.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Training steps of the network of PyTorch's tutorial: [Training.Tutorial].
@State(Scope.Benchmark)
public class TutorialBenchmark extends TrainingBenchmark {
    @Override
    Training training() {
        return Training.Tutorial.seeded(1000);
    }
}
