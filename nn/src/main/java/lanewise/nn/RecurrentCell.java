package lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// One step of a recurrent network: the operation of [RecurrentNetwork], over sequences of one step.
///
/// @param <S> the states before and after it
abstract class RecurrentCell<S> extends Module {
    private final String kind = getClass().getSimpleName();
    private final int inputSize;
    private final int hiddenSize;
    private final boolean bias;
    private final boolean remembers;
    private final List<Parameter> weights = new ArrayList<>();

    /// @param gates how many numbers are computed for each of the state
    RecurrentCell(int inputSize, int hiddenSize, boolean bias, int gates, boolean remembers) {
        if (inputSize < 1 || hiddenSize < 1) {
            throw new IllegalArgumentException(
                    kind + ": inputSize and hiddenSize must be at least 1, not " + inputSize + " and " + hiddenSize);
        }
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.bias = bias;
        this.remembers = remembers;
        add("weight_ih", gates * hiddenSize, inputSize);
        add("weight_hh", gates * hiddenSize, hiddenSize);
        if (bias) {
            add("bias_ih", gates * hiddenSize);
            add("bias_hh", gates * hiddenSize);
        }
        resetParameters();
    }

    private void add(String name, int... sizes) {
        weights.add(registerParameter(name, new Parameter(Tensor.of(NDArray.zerosKept(Shape.of(sizes))))));
    }

    /// Draws all weights and biases anew, evenly distributed over ±1/√hidden.
    public final void resetParameters() {
        float bound = (float) (1 / Math.sqrt(hiddenSize));
        for (Parameter weight : weights) {
            Init.uniform_(weight, -bound, bound);
        }
    }

    /// The next state, from one of zeros.
    ///
    /// @throws ShapeMismatchException if the input's shape does not fit
    public final S call(Tensor input) {
        return call(input, null);
    }

    /// The next state.
    ///
    /// @param input `[batch, in]` or `[in]`
    /// @param state `[batch, hidden]` or `[hidden]`, of an [LSTMCell] two such; zeros if null
    /// @throws ShapeMismatchException if the shapes do not fit
    public final S call(Tensor input, @Nullable S state) {
        return hooked(this, RecurrentCell<S>::forward, input, state);
    }

    abstract S forward(Tensor input, @Nullable S state);

    /// The operation.
    abstract Recurrence operation(RecurrenceOptions options);

    /// One step. The result's output is not for use.
    final RecurrentStates step(Tensor input, @Nullable Tensor hidden, @Nullable Tensor cell) {
        if (input.rank() != 1 && input.rank() != 2 || input.dim(-1) != inputSize) {
            throw new ShapeMismatchException(kind + ": the input " + input.shape() + " must be [batch, " + inputSize
                    + "] or [" + inputSize + "]");
        }
        boolean single = input.rank() == 1;
        Tensor x = single ? input.unsqueeze(0) : input;
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(x.unsqueeze(0));
        inputs.add(state("h", hidden, single, x.dim(0)));
        if (remembers) {
            inputs.add(state("c", cell, single, x.dim(0)));
        }
        inputs.addAll(weights);
        Recurrence operation = operation(new RecurrenceOptions(bias, false, null));
        Tensor run = Tensor.apply(operation, inputs.toArray(new Tensor[0]));
        RecurrentStates states = RecurrentStates.of(run, 1, x.dim(0), hiddenSize, remembers ? hiddenSize : 0);
        Tensor last = states.cell();
        return single
                ? new RecurrentStates(
                        states.output(), states.hidden().squeeze(0), last == null ? null : last.squeeze(0))
                : states;
    }

    private Tensor state(String what, @Nullable Tensor given, boolean single, int batch) {
        if (given == null) {
            return Tensor.zeros(batch, hiddenSize);
        }
        Shape expected = single ? Shape.of(hiddenSize) : Shape.of(batch, hiddenSize);
        if (!given.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    kind + ": the state " + what + " is " + given.shape() + " and must be " + expected);
        }
        return single ? given.unsqueeze(0) : given;
    }

    /// Options behind the bias, for [#toString()].
    String furtherRepr() {
        return "";
    }

    @Override
    protected final String extraRepr() {
        return inputSize + ", " + hiddenSize + (bias ? "" : ", bias=False") + furtherRepr();
    }
}
