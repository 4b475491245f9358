package lanewise.bench.peers;

import java.util.List;
import java.util.Locale;
import lanewise.bench.UpdateRule;
import lanewise.engine.Shape;

/// Something to compute, of fixed sizes. Its numbers are those of [Inputs], so that all contenders compute the
/// same.
public sealed interface Problem {
    /// What the table calls it, and `--only` selects.
    String name();

    /// The least that it moves.
    Traffic traffic();

    /// Floating-point operations, where the multiply-adds alone could bound the time; otherwise 0.
    default double flops() {
        return 0;
    }

    /// How often it is computed before results are compared: a second time where a call changes its own inputs.
    default int calls() {
        return 1;
    }

    /// The largest `‖difference‖ / ‖result‖` that rounding explains.
    default double tolerance() {
        return 1e-5;
    }

    /// `C = A·B`, C of `[m, n]`. A lies `[m, k]` or transposed, B `[k, n]` or transposed.
    ///
    /// @param aTransposed whether A lies `[k, m]`
    /// @param bTransposed whether B lies `[n, k]`
    /// @param m rows of C
    /// @param k the sum's length
    /// @param n columns of C
    record Product(boolean aTransposed, boolean bTransposed, int m, int k, int n) implements Problem {
        /// From the operands' layouts and `m x k x n`, as in `NT 64x1000x100`.
        static Product of(String text) {
            int[] sizes = Inputs.sizes(text.substring(3));
            return new Product(text.charAt(0) == 'T', text.charAt(1) == 'T', sizes[0], sizes[1], sizes[2]);
        }

        @Override
        public String name() {
            return "gemm " + (aTransposed ? 'T' : 'N') + (bTransposed ? 'T' : 'N') + " " + m + "x" + k + "x" + n;
        }

        @Override
        public double flops() {
            return 2.0 * m * k * n;
        }

        @Override
        public Traffic traffic() {
            return Traffic.of(Traffic.Kind.READ, 4.0 * ((double) m * k + (double) k * n + (double) m * n));
        }
    }

    /// One function of each element, or the sum of all.
    ///
    /// @param function what is computed
    /// @param fresh whether each call gives a new array; otherwise it writes into one that is there
    /// @param length the number of elements
    record Elementwise(Function function, boolean fresh, int length) implements Problem {
        @Override
        public String name() {
            return "elementwise " + function.label() + (fresh ? " new " : " ") + Inputs.count(length);
        }

        @Override
        public Traffic traffic() {
            return Traffic.of(function.kind, (double) function.bytes * length);
        }
    }

    /// A function of each row of a matrix.
    ///
    /// @param function what is computed
    /// @param rows the number of rows
    /// @param columns the length of a row
    record Rows(RowFunction function, int rows, int columns) implements Problem {
        @Override
        public String name() {
            return function.label() + " " + rows + "x" + columns;
        }

        @Override
        public Traffic traffic() {
            return Traffic.of(Traffic.Kind.COPY, (double) function.bytes * rows * columns);
        }
    }

    /// A matrix that is summed over its rows, or copied to where it lies differently.
    ///
    /// @param movement what is done
    /// @param rows of the matrix
    /// @param columns of the matrix
    record Moved(Movement movement, int rows, int columns) implements Problem {
        @Override
        public String name() {
            return movement.label() + " " + rows + "x" + columns;
        }

        @Override
        public Traffic traffic() {
            return Traffic.of(movement.kind, (double) movement.bytes * rows * columns);
        }
    }

    /// Batch norm in training of `[n, c, h, w]` with scale and shift: forward, and the gradients of all three.
    record BatchNorm(int n, int c, int h, int w) implements Problem {
        @Override
        public String name() {
            return "batch norm, gradient " + n + "x" + c + "x" + h + "x" + w;
        }

        /// Input and result forward; input, the result's gradient and the input's backward.
        @Override
        public Traffic traffic() {
            return Traffic.of(Traffic.Kind.COPY, 20.0 * elements());
        }

        int elements() {
            return n * c * h * w;
        }
    }

    /// A convolution with bias of square images and kernels.
    ///
    /// @param differentiates whether the gradients of input, weight and bias are computed too
    /// @param n the images
    /// @param c their channels
    /// @param m the result's channels
    /// @param size the images' height and width
    /// @param kernel the kernel's
    /// @param stride the stride
    /// @param padding zeros on each side
    record Convolved(boolean differentiates, int n, int c, int m, int size, int kernel, int stride, int padding)
            implements Problem {
        @Override
        public String name() {
            return "convolution" + (differentiates ? ", gradient " : " ") + n + "x" + c + "x" + size + "x" + size
                    + " to " + m + ", kernel " + kernel + (stride == 1 ? "" : ", stride " + stride);
        }

        int outputSize() {
            return (size + 2 * padding - kernel) / stride + 1;
        }

        @Override
        public double flops() {
            double positions = (double) n * outputSize() * outputSize();
            return 2 * positions * m * c * kernel * kernel * (differentiates ? 3 : 1);
        }

        /// Input and result forward; input, the result's gradient and the input's backward.
        @Override
        public Traffic traffic() {
            double input = (double) n * c * size * size;
            double output = (double) n * m * outputSize() * outputSize();
            return Traffic.of(
                    Traffic.Kind.COPY, 4 * (input + output) + (differentiates ? 4 * (2 * input + output) : 0));
        }
    }

    /// Causal attention of `[n, heads, places, width]`.
    ///
    /// @param differentiates whether the gradients of queries, keys and values are computed too
    /// @param n the examples
    /// @param heads of each
    /// @param places queries, and keys
    /// @param width of each of them, and of the values
    record Attended(boolean differentiates, int n, int heads, int places, int width) implements Problem {
        @Override
        public String name() {
            return "attention" + (differentiates ? ", gradient " : " ") + n + "x" + heads + "x" + places + "x" + width;
        }

        /// What a causal mask leaves of two products forward, and of four more for the gradients.
        @Override
        public double flops() {
            double seen = 0.5 * places * (places + 1);
            return 2 * seen * n * heads * width * (differentiates ? 6 : 2);
        }

        /// Queries, keys, values and result forward; those, the result's gradient and the three gradients backward.
        @Override
        public Traffic traffic() {
            return Traffic.of(Traffic.Kind.COPY, 4.0 * n * heads * places * width * (differentiates ? 11 : 4));
        }
    }

    /// A layer of a long short-term memory from states of zeros.
    ///
    /// @param differentiates whether the gradients of sequences, weights and biases are computed too
    /// @param steps of each sequence
    /// @param batch the sequences
    /// @param in numbers a step
    /// @param hidden numbers of the state
    record Recurrent(boolean differentiates, int steps, int batch, int in, int hidden) implements Problem {
        private static final int GATES = 4;

        @Override
        public String name() {
            return "lstm" + (differentiates ? ", gradient " : " ") + steps + "x" + batch + "x" + in + " to " + hidden;
        }

        /// The sequences, and what PyTorch calls `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
        List<Shape> parameters() {
            int width = GATES * hidden;
            return List.of(
                    Shape.of(steps, batch, in),
                    Shape.of(width, in),
                    Shape.of(width, hidden),
                    Shape.of(width),
                    Shape.of(width));
        }

        /// The standard deviation of a parameter's numbers: weights are as small as a network's.
        float deviation(int parameter) {
            return parameter == 0 ? 1 : 1 / (float) Math.sqrt(3.0 * hidden);
        }

        int states() {
            return steps * batch * hidden;
        }

        @Override
        public double flops() {
            return 2.0 * steps * batch * GATES * hidden * (in + hidden) * (differentiates ? 3 : 1);
        }

        /// Sequences and weights are read, states written; backwards the same, and their gradients.
        @Override
        public Traffic traffic() {
            double numbers = (double) steps * batch * (in + hidden) + (double) GATES * hidden * (in + hidden);
            return Traffic.of(Traffic.Kind.COPY, 4 * numbers * (differentiates ? 3 : 1));
        }
    }

    /// One step of an optimizer, with gradients that stay the same.
    record Step(UpdateRule rule, ParameterSet parameters) implements Problem {
        @Override
        public String name() {
            return "optimizer " + rule.name().toLowerCase(Locale.ROOT) + " " + parameters.label;
        }

        @Override
        public Traffic traffic() {
            return Traffic.of(Traffic.Kind.UPDATE, (double) rule.bytesAParameter * parameters.elements());
        }

        @Override
        public int calls() {
            return 3;
        }
    }

    /// A training step of PyTorch's tutorial: 1000-100-10, batch 64, squared error summed, Adam.
    record Tutorial() implements Problem {
        static final int BATCH = 64;
        static final int IN = 1000;
        static final int HIDDEN = 100;
        static final int OUT = 10;

        /// So small that the network is the same after a million steps: no denormal numbers, no dead units.
        static final double LEARNING_RATE = 1e-6;

        @Override
        public String name() {
            return "tutorial step";
        }

        /// Three products a layer, but no gradient of the input.
        @Override
        public double flops() {
            return 2.0 * BATCH * (2.0 * IN * HIDDEN + 3.0 * HIDDEN * OUT);
        }

        @Override
        public Traffic traffic() {
            double parameters = IN * HIDDEN + HIDDEN + HIDDEN * OUT + OUT;
            return Traffic.of(Traffic.Kind.UPDATE, UpdateRule.ADAM.bytesAParameter * parameters);
        }

        @Override
        public int calls() {
            return 3;
        }
    }

    /// A whole training step on one batch: forward, loss, backward, update.
    record Trained(Network network) implements Problem {
        @Override
        public String name() {
            return "training step " + network.label + ", batch " + network.batch;
        }

        /// Three products a layer, but for the gradient of the input.
        @Override
        public double flops() {
            return 2.0 * network.batch * (3 * network.multiplyAdds() - network.firstLayer());
        }

        @Override
        public Traffic traffic() {
            double parameters = 0;
            for (Network.Start start : network.parameters()) {
                parameters += start.shape().elements();
            }
            return Traffic.of(Traffic.Kind.UPDATE, network.rule.bytesAParameter * parameters);
        }

        @Override
        public int calls() {
            return 3;
        }

        /// Rounding errors grow through many layers with a batch norm behind each: the gradients of libtorch with
        /// images in its two layouts differ by 0.004.
        @Override
        public double tolerance() {
            return network == Network.RESNET ? 1e-2 : 1e-4;
        }
    }

    /// The forward pass of a network that was trained, without gradients.
    record Inferred(Network network, int batch) implements Problem {
        @Override
        public String name() {
            return "inference " + network.label + ", batch " + batch;
        }

        @Override
        public double flops() {
            return 2.0 * batch * network.multiplyAdds();
        }

        @Override
        public Traffic traffic() {
            double parameters = 0;
            for (Network.Start start : network.parameters()) {
                parameters += start.shape().elements();
            }
            return Traffic.of(Traffic.Kind.READ, 4 * parameters);
        }

        @Override
        public double tolerance() {
            return 1e-4;
        }
    }

    /// Functions of elements.
    enum Function {
        /// `a + b`
        ADD(Traffic.Kind.ADD, 12),
        /// `a·b`
        MUL(Traffic.Kind.ADD, 12),
        /// `max(a, 0)`
        RELU(Traffic.Kind.COPY, 8),
        /// `exp(a)`
        EXP(Traffic.Kind.COPY, 8),
        /// `log(a)`, of numbers above 0
        LOG(Traffic.Kind.COPY, 8),
        /// `1/(1 + exp(−a))`
        SIGMOID(Traffic.Kind.COPY, 8),
        /// `tanh(a)`
        TANH(Traffic.Kind.COPY, 8),
        /// `a·Φ(a)`
        GELU(Traffic.Kind.COPY, 8),
        /// The approximation of `a·Φ(a)` by a tanh
        GELU_TANH(Traffic.Kind.COPY, 8),
        /// The sum of all elements, of numbers above 0
        SUM(Traffic.Kind.READ, 4);

        private final Traffic.Kind kind;
        private final int bytes;

        Function(Traffic.Kind kind, int bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        /// Whether `b` is read.
        boolean isBinary() {
            return this == ADD || this == MUL;
        }
    }

    /// What is done to a matrix.
    enum Movement {
        /// The sum of each column, of numbers above 0
        COLUMN_SUM("column sum", Traffic.Kind.READ, 4),
        /// The transpose
        TRANSPOSED("transposed copy", Traffic.Kind.COPY, 8),
        /// Every second column: all lines are read
        STRIDED("strided copy", Traffic.Kind.ADD, 6);

        private final String label;
        private final Traffic.Kind kind;
        private final int bytes;

        Movement(String label, Traffic.Kind kind, int bytes) {
            this.label = label;
            this.kind = kind;
            this.bytes = bytes;
        }

        String label() {
            return label;
        }
    }

    /// Functions of rows. Those with a gradient are the forward and the backward pass.
    enum RowFunction {
        /// Softmax.
        SOFTMAX("softmax", 8),
        /// Log-softmax.
        LOG_SOFTMAX("log softmax", 8),
        /// Cross entropy with a label a row, and its gradient: the logits are read twice, the gradient written.
        CROSS_ENTROPY("cross entropy, gradient", 12),
        /// Layer norm with scale and shift.
        LAYER_NORM("layer norm", 8),
        /// Layer norm and the gradients of input, scale and shift.
        LAYER_NORM_GRADIENT("layer norm, gradient", 20);

        private final String label;
        private final int bytes;

        RowFunction(String label, int bytes) {
            this.label = label;
            this.bytes = bytes;
        }

        String label() {
            return label;
        }
    }
}
