package lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.autograd.Parameter;

/// Parameters in a list. Their names are their places: `0`, `1`, ...
public final class ParameterList extends Module implements Iterable<Parameter> {
    private final List<Parameter> list = new ArrayList<>();

    /// These parameters, in this order.
    public ParameterList(Parameter... parameters) {
        for (Parameter parameter : parameters) {
            append(parameter);
        }
    }

    /// Adds a parameter at the end. Returns this.
    public ParameterList add(Parameter parameter) {
        append(parameter);
        return this;
    }

    private void append(Parameter parameter) {
        list.add(registerParameter(Integer.toString(list.size()), parameter));
    }

    /// The parameter at a place; −1 is the last.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public Parameter get(int index) {
        int place = index < 0 ? index + list.size() : index;
        if (place < 0 || place >= list.size()) {
            throw new IndexOutOfBoundsException(
                    "a ParameterList of " + list.size() + " parameters has no parameter " + index);
        }
        return list.get(place);
    }

    /// The number of parameters.
    public int size() {
        return list.size();
    }

    @Override
    protected String extraRepr() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String sizes = Arrays.stream(list.get(i).shape().toArray())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining("x"));
            lines.add("  (" + i + "): Parameter containing: [torch.float32 of size " + sizes + "]");
        }
        return String.join("\n", lines);
    }

    @Override
    public Iterator<Parameter> iterator() {
        return Collections.unmodifiableList(list).iterator();
    }
}
