package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import lanewise.bench.ScalarOptimizer;
import lanewise.bench.peers.ScalarTape.Value;

/// A network's training step in plain loops, from the numbers that [NetworkModel] has.
final class ScalarModel {
    private final Network network;
    private final int examples;
    private final NetworkInputs inputs;
    private final List<Value> parameters = new ArrayList<>();
    private final List<ScalarOptimizer> optimizers = new ArrayList<>();
    private final float[] loss = new float[1];

    ScalarModel(Network network, int examples) {
        this.network = network;
        this.examples = examples;
        inputs = new NetworkInputs(network, examples);
        List<Network.Start> starts = network.parameters();
        for (int i = 0; i < starts.size(); i++) {
            parameters.add(Value.parameter(inputs.parameters.get(i)));
            optimizers.add(network.rule.scalar(starts.get(i).shape(), Network.LEARNING_RATE));
        }
    }

    /// The parameters' gradients in the last step, in their order.
    List<float[]> gradients() {
        return parameters.stream().map(parameter -> parameter.grad).toList();
    }

    /// Makes a step. Returns the loss, and the parameters after it.
    List<float[]> step() {
        ScalarTape tape = new ScalarTape();
        Iterator<Value> next = parameters.iterator();
        parameters.forEach(parameter -> Arrays.fill(parameter.grad, 0f));
        switch (network) {
            case LENET ->
                tape.crossEntropy(
                        new ScalarImages(tape, next::next, examples).lenet(Value.constant(inputs.x)), inputs.labels);
            case RESNET -> {
                Value x = Value.constant(ScalarImages.channelsLast(inputs.x, 32 * 32, 3));
                tape.crossEntropy(new ScalarImages(tape, next::next, examples).resnet(x), inputs.labels);
            }
            case LSTM -> new ScalarSequences(tape, next::next).lstm(Value.constant(inputs.x), inputs.y, examples);
            case GPT ->
                tape.crossEntropy(new ScalarSequences(tape, next::next).gpt(network, inputs.characters), inputs.labels);
            default -> throw new IllegalArgumentException(network + " has no plain loops");
        }
        loss[0] = tape.differentiate();
        List<float[]> results = new ArrayList<>(List.of(loss));
        for (int i = 0; i < parameters.size(); i++) {
            Value parameter = parameters.get(i);
            optimizers.get(i).update(parameter.data, parameter.grad);
            results.add(parameter.data);
        }
        return results;
    }
}
