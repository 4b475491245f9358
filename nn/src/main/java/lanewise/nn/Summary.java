package lanewise.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lanewise.autograd.GradMode;
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
    /// @param output the shape of what it gave last; null if it was not called as a layer
    /// @param parameters how many numbers are learned, parts not included
    /// @param multiplyAdds of the products with its weight, parts not included
    public record Row(String name, String kind, @Nullable Shape output, long parameters, long multiplyAdds) {}

    /// Sends zeros of this shape, the batch included, through the model, in evaluation mode; afterwards the model
    /// is as it was.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the model cannot take the shape
    public static Summary of(Layer model, Shape input) {
        IdentityHashMap<Module, Shape> outputs = new IdentityHashMap<>();
        IdentityHashMap<Module, Long> products = new IdentityHashMap<>();
        List<RemovableHandle> handles = new ArrayList<>();
        List<Boolean> modes = model.modules().stream().map(Module::isTraining).toList();
        try (GradMode _ = GradMode.noGrad()) {
            for (Module part : model.modules()) {
                if (part instanceof Layer layer) {
                    handles.add(layer.registerForwardHook((self, given, output) -> {
                        outputs.put(self, output.shape());
                        products.merge(self, products(self, given, output), Long::sum);
                        return null;
                    }));
                }
            }
            model.eval();
            model.call(Tensor.of(NDArray.zeros(input)));
        } finally {
            handles.forEach(RemovableHandle::close);
            for (int i = 0; i < modes.size(); i++) {
                model.modules().get(i).train(modes.get(i));
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

    /// Of a weight `[out, ...]`, each number of the output takes as many as there are for one output; of the
    /// transposed convolutions' `[in, ...]`, each number of the input.
    private static long products(Module part, Tensor input, Tensor output) {
        long count = 0;
        for (Parameter weight : part.ownParameters()) {
            if (weight.rank() > 1 && weight.dim(0) > 0) {
                boolean transposed = part.getClass().getSimpleName().startsWith("ConvTranspose");
                long numbers = transposed ? input.elements() : output.elements();
                count += numbers * (weight.elements() / weight.dim(0));
            }
        }
        return count;
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
