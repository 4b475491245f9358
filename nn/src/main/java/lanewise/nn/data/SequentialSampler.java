package lanewise.nn.data;

import java.util.stream.IntStream;
import lanewise.engine.io.StateDict;

/// All examples in the data set's order.
///
/// @param examples the size of the data set
public record SequentialSampler(int examples) implements Sampler {
    @Override
    public int size() {
        return examples;
    }

    @Override
    public int[] order(int epoch) {
        return IntStream.range(0, examples).toArray();
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("kind", "sequential").put("examples", examples);
    }

    @Override
    public SequentialSampler restored(StateDict state) {
        new Agreement("SequentialSampler")
                .same("kind", state.text("kind"), "sequential")
                .same("examples", state.integer("examples"), examples)
                .check();
        return this;
    }
}
