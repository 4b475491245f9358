package lanewise.bench.peers;

import java.util.List;

/// What the tutorial's network begins with.
final class TutorialInputs {
    /// `[64, 1000]`
    final float[] x = Inputs.normal(1, Problem.Tutorial.BATCH * Problem.Tutorial.IN);

    /// `[64, 10]`
    final float[] y = Inputs.normal(2, Problem.Tutorial.BATCH * Problem.Tutorial.OUT);

    /// Weight `[out, in]` and bias of each layer.
    final List<float[]> parameters = List.of(
            Inputs.normal(3, Problem.Tutorial.HIDDEN * Problem.Tutorial.IN, 0.02f),
            Inputs.normal(4, Problem.Tutorial.HIDDEN, 0.02f),
            Inputs.normal(5, Problem.Tutorial.OUT * Problem.Tutorial.HIDDEN, 0.06f),
            Inputs.normal(6, Problem.Tutorial.OUT, 0.06f));
}
