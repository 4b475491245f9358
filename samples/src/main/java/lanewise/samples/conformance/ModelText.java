package lanewise.samples.conformance;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.nn.ELU;
import lanewise.nn.Flatten;
import lanewise.nn.GELU;
import lanewise.nn.Hardsigmoid;
import lanewise.nn.Hardswish;
import lanewise.nn.Identity;
import lanewise.nn.Layer;
import lanewise.nn.LayerNorm;
import lanewise.nn.LeakyReLU;
import lanewise.nn.Linear;
import lanewise.nn.LogSigmoid;
import lanewise.nn.LogSoftmax;
import lanewise.nn.Mish;
import lanewise.nn.ReLU;
import lanewise.nn.ReLU6;
import lanewise.nn.SELU;
import lanewise.nn.Sequential;
import lanewise.nn.SiLU;
import lanewise.nn.Sigmoid;
import lanewise.nn.Softmax;
import lanewise.nn.Softplus;
import lanewise.nn.Softsign;
import lanewise.nn.Tanh;
import lanewise.samples.conformance.calls.MissingException;

/// Makes models of descriptions such as `Sequential(Linear(5,7), ReLU, Linear(7,3))`.
final class ModelText {
    /// What makes a layer of the numbers in its parentheses, under PyTorch's names.
    private static final Map<String, Function<double[], Layer>> LAYERS = Map.ofEntries(
            entry("Linear", n -> new Linear((int) n[0], (int) n[1])),
            entry("Flatten", n -> n.length == 0 ? new Flatten() : new Flatten((int) n[0], (int) n[1])),
            entry("LayerNorm", n -> new LayerNorm((int) n[0])),
            entry("Softmax", n -> new Softmax((int) n[0])),
            entry("LogSoftmax", n -> new LogSoftmax((int) n[0])),
            entry("ELU", n -> n.length == 0 ? new ELU() : new ELU(n[0])),
            entry("LeakyReLU", n -> n.length == 0 ? new LeakyReLU() : new LeakyReLU(n[0])),
            entry("GELU", plain(GELU::new)),
            entry("Hardsigmoid", plain(Hardsigmoid::new)),
            entry("Hardswish", plain(Hardswish::new)),
            entry("Identity", plain(Identity::new)),
            entry("LogSigmoid", plain(LogSigmoid::new)),
            entry("Mish", plain(Mish::new)),
            entry("ReLU", plain(ReLU::new)),
            entry("ReLU6", plain(ReLU6::new)),
            entry("SELU", plain(SELU::new)),
            entry("SiLU", plain(SiLU::new)),
            entry("Sigmoid", plain(Sigmoid::new)),
            entry("Softplus", plain(Softplus::new)),
            entry("Softsign", plain(Softsign::new)),
            entry("Tanh", plain(Tanh::new)));

    private static final Pattern SEQUENTIAL = Pattern.compile("(?:nn\\.)?Sequential\\((.*)\\)");
    private static final Pattern LAYER = Pattern.compile("\\s*(?:nn\\.)?(\\w+)\\s*(?:\\(([^()]*)\\))?\\s*(?:,|$)");

    private ModelText() {}

    /// The model, with random weights.
    ///
    /// @throws MissingException if the library, or this program, has no layer of one of the names
    static Sequential build(String text) {
        Matcher whole = SEQUENTIAL.matcher(text.strip());
        if (!whole.matches()) {
            throw new MissingException("model " + text);
        }
        Sequential model = new Sequential();
        String layers = whole.group(1);
        Matcher layer = LAYER.matcher(layers);
        int end = 0;
        while (end < layers.length()) {
            if (!layer.find(end) || layer.start() != end) {
                throw new MissingException("layer " + layers.substring(end).strip());
            }
            model.add(layer(layer.group(1), layer.group(2)));
            end = layer.end();
        }
        return model;
    }

    private static Layer layer(String name, String arguments) {
        Function<double[], Layer> maker = LAYERS.get(name);
        if (maker == null) {
            throw new MissingException("layer " + name);
        }
        if (arguments == null || arguments.isBlank()) {
            return maker.apply(new double[0]);
        }
        String[] texts = arguments.split(",");
        double[] numbers = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(texts[i].strip());
            } catch (NumberFormatException e) {
                throw new MissingException("layer " + name + "(" + arguments + ")");
            }
        }
        return maker.apply(numbers);
    }

    private static Function<double[], Layer> plain(Supplier<Layer> maker) {
        return numbers -> {
            if (numbers.length > 0) {
                throw new MissingException("options of a layer that is made without any here");
            }
            return maker.get();
        };
    }
}
