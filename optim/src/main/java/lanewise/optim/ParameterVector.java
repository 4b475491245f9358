package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;

/// All parameters as one vector, one after another, each row-major.
public final class ParameterVector {
    private ParameterVector() {}

    /// The elements of all parameters, `[n]`. An operation like others: gradients flow through it.
    ///
    /// @throws IllegalArgumentException if the list is empty
    public static Tensor parametersToVector(List<? extends Tensor> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("parametersToVector: the list of parameters is empty");
        }
        List<Tensor> flat = new ArrayList<>(parameters.size());
        for (Tensor parameter : parameters) {
            flat.add(parameter.reshape(-1));
        }
        return Tensor.cat(flat, 0);
    }

    /// Copies a vector `[n]` into the parameters; nothing is recorded.
    ///
    /// @throws ShapeMismatchException if `vector` is not as long as all parameters together
    /// @throws IllegalArgumentException if a parameter is not contiguous; nothing has been changed in either case
    public static void vectorToParameters(Tensor vector, List<? extends Tensor> parameters) {
        long total = 0;
        for (int i = 0; i < parameters.size(); i++) {
            total += parameters.get(i).elements();
            if (!parameters.get(i).array().isContiguous()) {
                throw new IllegalArgumentException(
                        "vectorToParameters: " + NamedParameters.describe(parameters, i) + ", is not contiguous");
            }
        }
        if (vector.rank() != 1 || vector.elements() != total) {
            throw new ShapeMismatchException("vectorToParameters: the vector is " + vector.shape()
                    + ", and the parameters have " + total + " elements; it must be [" + total + "]");
        }
        NDArray source = vector.array().contiguous();
        int at = source.offset();
        for (Tensor parameter : parameters) {
            NDArray target = parameter.array();
            System.arraycopy(source.data(), at, target.data(), target.offset(), target.elements());
            target.storage().touch();
            at += target.elements();
        }
    }
}
