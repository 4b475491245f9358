package lanewise.bench.peers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import lanewise.engine.Shape;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A network as functions of libtorch over parameters that are given in order.
final class TorchNetwork {
    private static final long MEAN = 1;
    private static final double NORM_EPS = 1e-5;
    private static final TensorOptional NONE = new TensorOptional();

    final List<Tensor> parameters = new ArrayList<>();
    private final List<Tensor> others = new ArrayList<>();
    private final Network network;
    private final int examples;
    private final boolean training;
    private final boolean channelsLast;
    private final Supplier<Tensor> forward;
    private final Tensor input;
    private final Tensor target;

    /// @param channelsLast whether images and their kernels lie with the channels innermost
    TorchNetwork(Network network, int examples, boolean training, boolean channelsLast) {
        this.network = network;
        this.examples = examples;
        this.training = training;
        this.channelsLast = channelsLast;
        NetworkInputs inputs = new NetworkInputs(network, examples);
        List<Network.Start> starts = network.parameters();
        for (int i = 0; i < starts.size(); i++) {
            parameters.add(laid(Tensors.of(
                            inputs.parameters.get(i), sizes(starts.get(i).shape())))
                    .set_requires_grad(training));
        }
        long[] inputSizes = sizes(network.input(examples));
        input = kept(
                network.isLanguageModel()
                        ? Tensors.of(inputs.characters).view(inputSizes)
                        : laid(Tensors.of(inputs.x, inputSizes)));
        target = kept(
                network == Network.LSTM
                        ? Tensors.of(inputs.y, Network.STEPS, examples, Network.HIDDEN_SIZE)
                        : Tensors.of(inputs.labels));
        Deque<Tensor> rest = new ArrayDeque<>(parameters);
        forward = switch (network) {
            case MLP -> mlp(rest);
            case LENET -> lenet(rest);
            case RESNET -> residual(rest);
            case LSTM -> lstm(rest);
            case GPT, LARGE_GPT -> languageModel(rest);
        };
    }

    /// What the network makes of the batch.
    Tensor output() {
        return forward.get();
    }

    /// Of [#output()].
    Tensor loss(Tensor output) {
        if (network == Network.LSTM) {
            return torch.mse_loss(output, target, MEAN);
        }
        Tensor logits = network.isLanguageModel()
                ? output.view((long) examples * network.context(), Network.VOCABULARY)
                : output;
        return torch.cross_entropy_loss(logits, target);
    }

    void close() {
        parameters.forEach(Tensors::dropGradient);
        parameters.forEach(Tensor::close);
        others.forEach(Tensor::close);
    }

    private Tensor kept(Tensor tensor) {
        others.add(tensor);
        return tensor;
    }

    private Tensor laid(Tensor tensor) {
        return channelsLast && tensor.dim() == 4 ? tensor.contiguous(torch.MemoryFormat.ChannelsLast) : tensor;
    }

    private static long[] sizes(Shape shape) {
        return LongStream.range(0, shape.rank()).map(i -> shape.dim((int) i)).toArray();
    }

    private Supplier<Tensor> mlp(Deque<Tensor> rest) {
        Affine first = new Affine(rest);
        Affine second = new Affine(rest);
        Affine third = new Affine(rest);
        return () -> third.of(second.of(first.of(input).relu()).relu());
    }

    private Supplier<Tensor> lenet(Deque<Tensor> rest) {
        Tensor w1 = rest.remove();
        TensorOptional b1 = new TensorOptional(rest.remove());
        Tensor w2 = rest.remove();
        TensorOptional b2 = new TensorOptional(rest.remove());
        Affine first = new Affine(rest);
        Affine second = new Affine(rest);
        return () -> {
            Tensor h = torch.max_pool2d(convolution(input, w1, b1, 1, 0).relu(), 2, 2);
            h = torch.max_pool2d(convolution(h, w2, b2, 1, 0).relu(), 2, 2);
            return second.of(first.of(h.flatten(1, -1)).relu());
        };
    }

    private Supplier<Tensor> residual(Deque<Tensor> rest) {
        Convolved start = new Convolved(rest, 1);
        List<Block> blocks = new ArrayList<>();
        for (int stage = 0; stage < 3; stage++) {
            for (int i = 0; i < 3; i++) {
                blocks.add(new Block(rest, stage > 0 && i == 0));
            }
        }
        Affine classes = new Affine(rest);
        return () -> {
            Tensor h = start.of(input).relu();
            for (Block block : blocks) {
                h = block.of(h);
            }
            return classes.of(h.mean(new long[] {2, 3}, false, new ScalarTypeOptional()));
        };
    }

    private Supplier<Tensor> lstm(Deque<Tensor> rest) {
        TensorVector weights = new TensorVector(rest.toArray(new Tensor[0]));
        TensorVector states = new TensorVector(
                kept(torch.zeros(1, examples, Network.HIDDEN_SIZE)),
                kept(torch.zeros(1, examples, Network.HIDDEN_SIZE)));
        return () -> torch.lstm(input, states, weights, true, 1, 0.0, training, false, false)
                .get0();
    }

    private Supplier<Tensor> languageModel(Deque<Tensor> rest) {
        Tensor characters = rest.remove();
        Tensor places = rest.remove();
        long[] order = LongStream.range(0, network.context()).toArray();
        Tensor positions = kept(Tensors.of(order));
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < network.layers(); i++) {
            layers.add(new Layer(rest));
        }
        Norm last = new Norm(rest);
        return () -> {
            Tensor x = torch.add(torch.embedding(characters, input), torch.embedding(places, positions));
            for (Layer layer : layers) {
                x = layer.of(x);
            }
            return torch.linear(last.of(x), characters);
        };
    }

    private static Tensor convolution(Tensor x, Tensor weight, TensorOptional bias, int stride, int padding) {
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        return torch.conv2d(x, weight, bias, strides, paddings, new long[] {1, 1}, 1);
    }

    private static final class Affine {
        private final Tensor weight;
        private final Tensor bias;

        Affine(Deque<Tensor> rest) {
            weight = rest.remove();
            bias = rest.remove();
        }

        Tensor of(Tensor x) {
            return torch.linear(x, weight, bias);
        }
    }

    /// A convolution without bias, and batch norm.
    private final class Convolved {
        private final Tensor kernel;
        private final TensorOptional weight;
        private final TensorOptional bias;
        private final TensorOptional mean;
        private final TensorOptional variance;
        private final int stride;

        Convolved(Deque<Tensor> rest, int stride) {
            kernel = rest.remove();
            weight = new TensorOptional(rest.remove());
            bias = new TensorOptional(rest.remove());
            mean = new TensorOptional(kept(torch.zeros(kernel.size(0))));
            variance = new TensorOptional(kept(torch.ones(kernel.size(0))));
            this.stride = stride;
        }

        Tensor of(Tensor x) {
            int padding = (int) kernel.size(2) / 2;
            Tensor y = convolution(x, kernel, NONE, stride, padding);
            return torch.batch_norm(y, weight, bias, mean, variance, training, 0.1, NORM_EPS, false);
        }
    }

    private final class Block {
        private final Convolved first;
        private final Convolved second;
        private final List<Convolved> shortcut; // one or none

        Block(Deque<Tensor> rest, boolean halves) {
            int stride = halves ? 2 : 1;
            first = new Convolved(rest, stride);
            second = new Convolved(rest, 1);
            shortcut = halves ? List.of(new Convolved(rest, stride)) : List.of();
        }

        Tensor of(Tensor x) {
            Tensor y = second.of(first.of(x).relu());
            return torch.add(y, shortcut.isEmpty() ? x : shortcut.getFirst().of(x))
                    .relu();
        }
    }

    private final class Norm {
        private final TensorOptional weight;
        private final TensorOptional bias;

        Norm(Deque<Tensor> rest) {
            weight = new TensorOptional(rest.remove());
            bias = new TensorOptional(rest.remove());
        }

        Tensor of(Tensor x) {
            return torch.layer_norm(x, new long[] {network.width()}, weight, bias, NORM_EPS, false);
        }
    }

    /// Attention and a perceptron, each behind a layer norm and beside a way around it.
    private final class Layer {
        private final Norm firstNorm;
        private final Tensor projections;
        private final Tensor attended;
        private final Norm secondNorm;
        private final Tensor wide;
        private final Tensor narrow;

        Layer(Deque<Tensor> rest) {
            firstNorm = new Norm(rest);
            projections = rest.remove();
            attended = rest.remove();
            secondNorm = new Norm(rest);
            wide = rest.remove();
            narrow = rest.remove();
        }

        Tensor of(Tensor x) {
            TensorVector all = torch.linear(firstNorm.of(x), projections).split(network.width(), 2);
            Tensor attention = torch.scaled_dot_product_attention(
                    heads(all.get(0)),
                    heads(all.get(1)),
                    heads(all.get(2)),
                    NONE,
                    0.0,
                    true,
                    new DoubleOptional(),
                    false);
            Tensor joined = attention.transpose(1, 2).contiguous().view(examples, network.context(), network.width());
            Tensor y = torch.add(x, torch.linear(joined, attended));
            return torch.add(y, torch.linear(torch.gelu(torch.linear(secondNorm.of(y), wide), "none"), narrow));
        }

        private Tensor heads(Tensor x) {
            long size = network.width() / network.heads();
            return x.view(examples, network.context(), network.heads(), size).transpose(1, 2);
        }
    }
}
