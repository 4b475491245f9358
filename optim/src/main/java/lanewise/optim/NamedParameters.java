package lanewise.optim;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;

/// A list of parameters that knows their names. Wherever a list of parameters is taken, this one brings its names
/// along, into messages and into the state dict of an optimizer:
///
/// ```java
/// var optimizer = new Adam(NamedParameters.of(model.namedParameters()), 1e-3);
/// ```
public final class NamedParameters extends AbstractList<Tensor> {
    private final List<String> names;
    private final List<Tensor> parameters;

    private NamedParameters(Map<String, ? extends Tensor> parameters) {
        names = Collections.unmodifiableList(new ArrayList<>(parameters.keySet()));
        this.parameters = new ArrayList<>(parameters.values());
    }

    /// The parameters of a map, in its order, which must be the same in each run if states are to be saved and
    /// loaded.
    public static NamedParameters of(Map<String, ? extends Tensor> parameters) {
        return new NamedParameters(parameters);
    }

    /// The names, in the order of the parameters.
    public List<String> names() {
        return names;
    }

    @Override
    public Tensor get(int index) {
        return parameters.get(index);
    }

    @Override
    public int size() {
        return parameters.size();
    }

    /// The names of a list that knows them, otherwise an empty list.
    static List<String> namesOf(List<? extends Tensor> parameters) {
        return parameters instanceof NamedParameters named ? named.names() : List.of();
    }

    /// For messages: `parameter 2 (fc1.weight), [100, 784]`, without a name if there is none.
    static String describe(List<? extends Tensor> parameters, int index) {
        return "parameter " + index + suffix(namesOf(parameters), index) + ", "
                + parameters.get(index).shape();
    }

    /// For messages: ` (fc1.weight)`, or nothing if there are no names.
    static String suffix(List<String> names, int index) {
        return names.isEmpty() ? "" : " (" + names.get(index) + ")";
    }
}
