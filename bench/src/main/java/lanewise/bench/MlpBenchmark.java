package lanewise.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Training steps of a classifier of digits: [Training.Mlp].
@State(Scope.Benchmark)
public class MlpBenchmark extends TrainingBenchmark {
    @Override
    Training training() {
        return Training.Mlp.seeded();
    }
}
