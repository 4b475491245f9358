package lanewise.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// What a model is made of, and what it costs: its layers, the shapes of their outputs, their parameters, and the
/// multiply-adds of a forward pass. [#toString()] is a table.
///
/// @param rows every module, a module before its parts
public record Summary(List<Row> rows) {
    /// One module.
    ///
    /// @param name its dotted name; empty for the model itself
    /// @param kind its class's name
    /// @param output the shape of what it gave last; of several the first; null if it was not called, gave no
    ///     tensor, or has no hooks, as a loss
    /// @param parameters how many numbers are learned, parts not included
    /// @param multiplyAdds of the products with its weights and, in attention, of queries with keys and weights
    ///     with values, parts not included
    public record Row(String name, String kind, @Nullable Shape output, long parameters, long multiplyAdds) {}

    /// Sends zeros of this shape, the batch included, through the model, in evaluation mode; afterwards the model
    /// is as it was.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the model cannot take the shape
    public static Summary of(Layer model, Shape input) {
        return of(model, () -> model.call(zeros(input)));
    }

    /// As [#of(Layer, Shape)], of a recurrent network and of an encoder.
    public static Summary of(Module model, Shape input) {
        return of(model, () -> {
            switch (model) {
                case Layer layer -> layer.call(zeros(input));
                case RNN rnn -> rnn.call(zeros(input));
                case GRU gru -> gru.call(zeros(input));
                case LSTM lstm -> lstm.call(zeros(input));
                case RNNCell cell -> cell.call(zeros(input));
                case GRUCell cell -> cell.call(zeros(input));
                case LSTMCell cell -> cell.call(zeros(input));
                case TransformerEncoder encoder -> encoder.call(zeros(input));
                case TransformerEncoderLayer encoder -> encoder.call(zeros(input));
                case Embedding table -> table.call(LongTensor.zeros(input.toArray()));
                case EmbeddingBag table -> table.call(LongTensor.zeros(input.toArray()));
                default ->
                    throw new IllegalArgumentException("Summary: it is not known how a "
                            + model.getClass().getSimpleName()
                            + " is called with one shape; use Summary.of(model, () -> model.call(...))");
            }
        });
    }

    /// Of a model that is called in any way: `Summary.of(model, () -> model.call(LongTensor.zeros(1, 64)))`. It is
    /// in evaluation mode meanwhile, and nothing is recorded; afterwards it is as it was.
    ///
    /// @param call calls the model
    public static Summary of(Module model, Runnable call) {
        IdentityHashMap<Module, Shape> outputs = new IdentityHashMap<>();
        IdentityHashMap<Module, Long> products = new IdentityHashMap<>();
        List<RemovableHandle> handles = new ArrayList<>();
        List<Module> modules = model.modules();
        List<Boolean> modes = modules.stream().map(Module::isTraining).toList();
        try (GradMode _ = GradMode.noGrad()) {
            for (Module part : modules) {
                handles.add(part.registerForwardHook((ModuleCall one) -> {
                    List<@Nullable Tensor> given = one.outputs();
                    Tensor output = given.isEmpty() ? null : given.getFirst();
                    if (output != null) {
                        outputs.put(part, output.shape());
                        products.merge(part, MultiplyAdds.of(one, output), Long::sum);
                    }
                    return null;
                }));
            }
            model.eval();
            call.run();
        } finally {
            handles.forEach(RemovableHandle::close);
            for (int i = 0; i < modes.size(); i++) {
                modules.get(i).train(modes.get(i));
            }
        }
        List<Row> rows = new ArrayList<>();
        IdentityHashMap<Parameter, Boolean> seen = new IdentityHashMap<>();
        model.namedModules().forEach((name, part) -> {
            long parameters = 0;
            for (Parameter parameter : part.ownParameters()) {
                parameters += seen.put(parameter, true) == null ? parameter.elements() : 0;
            }
            rows.add(new Row(
                    name,
                    part.getClass().getSimpleName(),
                    outputs.get(part),
                    parameters,
                    products.getOrDefault(part, 0L)));
        });
        return new Summary(List.copyOf(rows));
    }

    private static Tensor zeros(Shape shape) {
        return Tensor.of(NDArray.zeros(shape));
    }

    /// All numbers that are learned.
    public long parameters() {
        return rows.stream().mapToLong(Row::parameters).sum();
    }

    /// All multiply-adds.
    public long multiplyAdds() {
        return rows.stream().mapToLong(Row::multiplyAdds).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(line("layer", "output", "parameters", "multiply-adds"));
        for (Row row : rows) {
            String name = row.name().isEmpty() ? row.kind() : row.name() + " (" + row.kind() + ")";
            Shape output = row.output();
            text.append(line(
                    name,
                    output == null ? "" : output.toString(),
                    Long.toString(row.parameters()),
                    Long.toString(row.multiplyAdds())));
        }
        return text.append(line("all", "", Long.toString(parameters()), Long.toString(multiplyAdds())))
                .toString();
    }

    private static String line(String name, String output, String parameters, String multiplyAdds) {
        return String.format("%-40s %-20s %12s %16s%n", name, output, parameters, multiplyAdds);
    }
}
