package lanewise.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Recurrence;
import lanewise.engine.op.RecurrenceOptions;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Layers of a recurrent network, one above another, each in one direction or both.
///
/// @param <S> the states that a call begins with
/// @param <O> what it gives
abstract class RecurrentNetwork<S, O> extends Module {
    private final String kind = getClass().getSimpleName();
    private final int inputSize;
    private final int hiddenSize;
    private final int projSize;
    private final boolean remembers;
    private final RecurrentOptions options;
    private final List<List<Parameter>> weights = new ArrayList<>();

    /// @param gates how many numbers are computed for each of the state
    /// @param remembers whether there is a cell state
    /// @param projSize the size that the states are projected to; 0 if they are not
    RecurrentNetwork(
            int inputSize, int hiddenSize, RecurrentOptions options, int gates, boolean remembers, int projSize) {
        if (inputSize < 1 || hiddenSize < 1) {
            throw new IllegalArgumentException(
                    kind + ": inputSize and hiddenSize must be at least 1, not " + inputSize + " and " + hiddenSize);
        }
        if (projSize < 0 || projSize >= hiddenSize) {
            throw new IllegalArgumentException(kind + ": projSize is " + projSize
                    + "; it must not be negative, and smaller than hiddenSize, " + hiddenSize);
        }
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.projSize = projSize;
        this.remembers = remembers;
        this.options = options;
        for (int layer = 0; layer < options.numLayers(); layer++) {
            for (int direction = 0; direction < options.directions(); direction++) {
                String suffix = "_l" + layer + (direction == 1 ? "_reverse" : "");
                int in = layer == 0 ? inputSize : outSize() * options.directions();
                weights.add(weightsOf(suffix, gates * hiddenSize, in));
            }
        }
        resetParameters();
    }

    private List<Parameter> weightsOf(String suffix, int width, int in) {
        List<Parameter> own = new ArrayList<>();
        own.add(add("weight_ih" + suffix, width, in));
        own.add(add("weight_hh" + suffix, width, outSize()));
        if (options.bias()) {
            own.add(add("bias_ih" + suffix, width));
            own.add(add("bias_hh" + suffix, width));
        }
        if (projSize > 0) {
            own.add(add("weight_hr" + suffix, projSize, hiddenSize));
        }
        return own;
    }

    private Parameter add(String name, int... sizes) {
        return registerParameter(name, new Parameter(Tensor.of(NDArray.zerosKept(Shape.of(sizes)))));
    }

    /// Draws all weights and biases anew, evenly distributed over ±1/√hidden.
    public final void resetParameters() {
        float bound = (float) (1 / Math.sqrt(hiddenSize));
        for (List<Parameter> own : weights) {
            for (Parameter weight : own) {
                Init.uniform_(weight, -bound, bound);
            }
        }
    }

    private int outSize() {
        return projSize > 0 ? projSize : hiddenSize;
    }

    /// From states of zeros.
    ///
    /// @throws ShapeMismatchException if the input's shape does not fit
    public final O call(Tensor input) {
        return call(input, null);
    }

    /// From the given states; zeros if null.
    ///
    /// @param input `[steps, batch, in]`, or `[batch, steps, in]` if the batch is first, or `[steps, in]`
    /// @param state `[layers·directions, batch, hidden]`, or for one sequence `[layers·directions, hidden]`; of an
    ///     [LSTM] two such, and with a projection the first of its size
    /// @throws ShapeMismatchException if the shapes do not fit
    public final O call(Tensor input, @Nullable S state) {
        return call(input, state, null);
    }

    /// Sequences of several lengths, in any order. What comes after a sequence's end is not read, and its output is
    /// zeros there.
    ///
    /// @param lengths how many steps each sequence has, `[batch]`; null if all have all
    /// @throws ShapeMismatchException if the shapes do not fit, or a length is not from 1 to the steps
    public final O call(Tensor input, @Nullable S state, @Nullable LongTensor lengths) {
        return hooked(this, RecurrentNetwork<S, O>::forward, input, state, lengths);
    }

    abstract O forward(Tensor input, @Nullable S state, @Nullable LongTensor lengths);

    /// One layer in one direction.
    abstract Recurrence operation(RecurrenceOptions options);

    /// All layers.
    final RecurrentStates run(
            Tensor input, @Nullable Tensor hidden, @Nullable Tensor cell, @Nullable LongTensor lengths) {
        boolean single = check(input);
        Tensor x = single ? input.unsqueeze(1) : options.batchFirst() ? input.transpose(0, 1) : input;
        Tensor h = states("h", hidden, single, x.dim(1), outSize());
        Tensor c = remembers ? states("c", cell, single, x.dim(1), hiddenSize) : null;
        RecurrentStates result;
        if (lengths == null) {
            result = layers(x, h, c, null);
        } else {
            result = ofLengths(x, h, c, lengths);
        }
        if (single) {
            Tensor last = result.cell();
            return new RecurrentStates(
                    result.output().squeeze(1), result.hidden().squeeze(1), last == null ? null : last.squeeze(1));
        }
        return options.batchFirst()
                ? new RecurrentStates(result.output().transpose(0, 1), result.hidden(), result.cell())
                : result;
    }

    /// The longest sequence first, as the operations need them, and back.
    private RecurrentStates ofLengths(Tensor x, Tensor h, @Nullable Tensor c, LongTensor lengths) {
        long[] given = lengths.toArray();
        if (lengths.rank() != 1 || given.length != x.dim(1)) {
            throw new ShapeMismatchException(
                    kind + ": lengths " + lengths.shape() + " for a batch of " + x.dim(1) + " sequences");
        }
        int[] order = IntStream.range(0, given.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer b) -> -given[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] sorted = Arrays.stream(order).map(b -> Math.toIntExact(given[b])).toArray();
        long[] forth = Arrays.stream(order).asLongStream().toArray();
        long[] back = new long[order.length];
        boolean inOrder = true;
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
            inOrder &= order[i] == i;
        }
        if (inOrder) {
            return layers(x, h, c, sorted);
        }
        LongTensor there = LongTensor.of(forth);
        RecurrentStates states = layers(
                x.indexSelect(1, there), h.indexSelect(1, there), c == null ? null : c.indexSelect(1, there), sorted);
        LongTensor again = LongTensor.of(back);
        Tensor cell = states.cell();
        return new RecurrentStates(
                states.output().indexSelect(1, again),
                states.hidden().indexSelect(1, again),
                cell == null ? null : cell.indexSelect(1, again));
    }

    private RecurrentStates layers(Tensor input, Tensor h, @Nullable Tensor c, int @Nullable [] lengths) {
        int directions = options.directions();
        List<Tensor> hidden = new ArrayList<>();
        List<Tensor> cells = new ArrayList<>();
        Tensor x = input;
        for (int layer = 0; layer < options.numLayers(); layer++) {
            if (layer > 0) {
                x = Functional.dropout(x, options.dropout(), isTraining());
            }
            List<Tensor> outputs = new ArrayList<>();
            for (int direction = 0; direction < directions; direction++) {
                int k = layer * directions + direction;
                RecurrentStates states =
                        layer(k, x, h.select(0, k), c == null ? null : c.select(0, k), direction == 1, lengths);
                outputs.add(states.output());
                hidden.add(states.hidden());
                if (states.cell() != null) {
                    cells.add(states.cell());
                }
            }
            x = directions == 1 ? outputs.getFirst() : Tensor.cat(outputs, 2);
        }
        return new RecurrentStates(x, stacked(hidden), cells.isEmpty() ? null : stacked(cells));
    }

    private static Tensor stacked(List<Tensor> states) {
        return states.size() == 1 ? states.getFirst().unsqueeze(0) : Tensor.stack(states, 0);
    }

    private RecurrentStates layer(
            int k, Tensor x, Tensor h, @Nullable Tensor c, boolean reverse, int @Nullable [] lengths) {
        List<Tensor> inputs = new ArrayList<>();
        inputs.add(x);
        inputs.add(h);
        if (c != null) {
            inputs.add(c);
        }
        inputs.addAll(weights.get(k));
        Recurrence operation = operation(new RecurrenceOptions(options.bias(), reverse, lengths));
        Tensor run = Tensor.apply(operation, inputs.toArray(new Tensor[0]));
        return RecurrentStates.of(run, x.dim(0), x.dim(1), outSize(), c == null ? 0 : hiddenSize);
    }

    /// Whether the input is one sequence, without a batch.
    private boolean check(Tensor input) {
        if (input.rank() != 2 && input.rank() != 3) {
            throw new ShapeMismatchException(kind + ": the input " + input.shape()
                    + " must be [steps, batch, in], or [batch, steps, in] if the batch is first, or [steps, in]");
        }
        if (input.dim(-1) != inputSize) {
            throw new ShapeMismatchException(kind + ": the input " + input.shape() + " has " + input.dim(-1)
                    + " features, and inputSize is " + inputSize);
        }
        return input.rank() == 2;
    }

    private Tensor states(String what, @Nullable Tensor given, boolean single, int batch, int size) {
        int count = options.numLayers() * options.directions();
        if (given == null) {
            return Tensor.zeros(count, batch, size);
        }
        Shape expected = single ? Shape.of(count, size) : Shape.of(count, batch, size);
        if (!given.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    kind + ": the state " + what + " is " + given.shape() + " and must be " + expected);
        }
        return single ? given.unsqueeze(1) : given;
    }

    @Override
    protected final String extraRepr() {
        return inputSize + ", " + hiddenSize
                + (projSize > 0 ? ", proj_size=" + projSize : "")
                + (options.numLayers() > 1 ? ", num_layers=" + options.numLayers() : "")
                + (options.bias() ? "" : ", bias=False")
                + (options.batchFirst() ? ", batch_first=True" : "")
                + (options.dropout() == 0 ? "" : ", dropout=" + Repr.of(options.dropout()))
                + (options.bidirectional() ? ", bidirectional=True" : "");
    }
}
