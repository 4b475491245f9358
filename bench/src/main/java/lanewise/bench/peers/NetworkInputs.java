package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a network begins with, and its one batch.
final class NetworkInputs {
    /// The parameters' numbers, in the order of [Network#parameters()].
    final List<float[]> parameters = new ArrayList<>();

    /// The input, where it is not characters.
    final float[] x;

    /// The input, where it is characters.
    final long[] characters;

    /// A label an example, or a character for each one of the input.
    final long[] labels;

    /// What the LSTM's states should be.
    final float[] y;

    NetworkInputs(Network network, int examples) {
        List<Network.Start> starts = network.parameters();
        for (int i = 0; i < starts.size(); i++) {
            Network.Start start = starts.get(i);
            int length = start.shape().elements();
            float[] numbers = Inputs.normal(10 + i, length, start.deviation());
            if (start.deviation() == 0) {
                Arrays.fill(numbers, start.mean());
            }
            parameters.add(numbers);
        }
        int elements = network.input(examples).elements();
        boolean language = network.isLanguageModel();
        x = language ? new float[0] : Inputs.normal(1, elements);
        characters = language ? Inputs.labels(elements, Network.VOCABULARY) : new long[0];
        labels = language ? Inputs.labels(elements, Network.VOCABULARY - 1) : Inputs.labels(examples, Network.CLASSES);
        y = network == Network.LSTM ? Inputs.normal(2, Network.STEPS * examples * Network.HIDDEN_SIZE) : new float[0];
    }
}
