package lanewise.bench.peers;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.LSTM;
import lanewise.nn.Layer;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.Module;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.samples.models.Gpt;
import lanewise.samples.models.GptOptions;
import lanewise.samples.models.LeNet;
import lanewise.samples.models.LeNetOptions;
import lanewise.samples.models.ResNet;
import lanewise.samples.models.ResNetOptions;

/// A network as a user writes it, with the parameters and the batch that all contenders have.
abstract class NetworkModel {
    /// The model's, in its own order.
    final List<Parameter> parameters;

    private NetworkModel(Module model, boolean training, NetworkInputs inputs) {
        if (!training) {
            model.eval();
        }
        parameters = model.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            float[] begin = inputs.parameters.get(i);
            System.arraycopy(begin, 0, parameters.get(i).array().data(), 0, begin.length);
        }
    }

    /// What the network makes of the batch.
    abstract Tensor output();

    /// Of [#output()].
    abstract Tensor loss(Tensor output);

    static NetworkModel of(Network network, int examples, boolean training) {
        NetworkInputs inputs = new NetworkInputs(network, examples);
        return switch (network) {
            case MLP ->
                new Classifier(
                        new Sequential(
                                new Linear(784, 512),
                                new ReLU(),
                                new Linear(512, 256),
                                new ReLU(),
                                new Linear(256, Network.CLASSES)),
                        network,
                        examples,
                        training,
                        inputs);
            case LENET -> new Classifier(new LeNet(new LeNetOptions()), network, examples, training, inputs);
            case RESNET -> new Classifier(new ResNet(new ResNetOptions()), network, examples, training, inputs);
            case LSTM ->
                new States(new LSTM(Network.INPUT_SIZE, Network.HIDDEN_SIZE), network, examples, training, inputs);
            case GPT, LARGE_GPT -> new Language(model(network), network, examples, training, inputs);
        };
    }

    private static Gpt model(Network network) {
        return new Gpt(new GptOptions(
                Network.VOCABULARY, network.context(), network.layers(), network.heads(), network.width()));
    }

    private static final class Classifier extends NetworkModel {
        private final CrossEntropyLoss lossFn = new CrossEntropyLoss();
        private final Layer model;
        private final Tensor x;
        private final LongTensor labels;

        Classifier(Layer model, Network network, int examples, boolean training, NetworkInputs inputs) {
            super(model, training, inputs);
            this.model = model;
            x = Tensor.of(network.input(examples), inputs.x);
            labels = LongTensor.of(inputs.labels);
        }

        @Override
        Tensor output() {
            return model.call(x);
        }

        @Override
        Tensor loss(Tensor output) {
            return lossFn.call(output, labels);
        }
    }

    private static final class States extends NetworkModel {
        private final MSELoss lossFn = new MSELoss();
        private final LSTM model;
        private final Tensor x;
        private final Tensor y;

        States(LSTM model, Network network, int examples, boolean training, NetworkInputs inputs) {
            super(model, training, inputs);
            this.model = model;
            x = Tensor.of(network.input(examples), inputs.x);
            y = Tensor.of(inputs.y).view(Network.STEPS, examples, Network.HIDDEN_SIZE);
        }

        @Override
        Tensor output() {
            return model.call(x).output();
        }

        @Override
        Tensor loss(Tensor output) {
            return lossFn.call(output, y);
        }
    }

    private static final class Language extends NetworkModel {
        private final CrossEntropyLoss lossFn = new CrossEntropyLoss();
        private final Gpt model;
        private final LongTensor characters;
        private final LongTensor next;

        Language(Gpt model, Network network, int examples, boolean training, NetworkInputs inputs) {
            super(model, training, inputs);
            this.model = model;
            characters = LongTensor.of(network.input(examples), inputs.characters);
            next = LongTensor.of(inputs.labels);
        }

        @Override
        Tensor output() {
            return model.call(characters);
        }

        @Override
        Tensor loss(Tensor output) {
            return lossFn.call(output.view(-1, Network.VOCABULARY), next);
        }
    }
}
