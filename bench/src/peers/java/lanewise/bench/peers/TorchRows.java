package lanewise.bench.peers;

import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Functions of rows, and batch norm.
final class TorchRows {
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    private TorchRows() {}

    static Work work(Problem.Rows rows) {
        int length = rows.rows() * rows.columns();
        float[] numbers = Inputs.normal(1, length);
        return switch (rows.function()) {
            case SOFTMAX, LOG_SOFTMAX -> softmax(rows, Tensors.of(numbers, rows.rows(), rows.columns()));
            case CROSS_ENTROPY -> new CrossEntropy(rows, numbers);
            case LAYER_NORM -> new LayerNorm(rows, numbers, false);
            case LAYER_NORM_GRADIENT -> new LayerNorm(rows, numbers, true);
        };
    }

    static Work work(Problem.BatchNorm norm) {
        return new BatchNorm(norm);
    }

    private static Work softmax(Problem.Rows rows, Tensor x) {
        boolean logarithm = rows.function() == Problem.RowFunction.LOG_SOFTMAX;
        return new TorchWork("result", torch.zeros(rows.rows(), rows.columns()), List.of(x)) {
            @Override
            void compute(Tensor y) {
                if (logarithm) {
                    torch.log_softmax_out(y, x, -1);
                } else {
                    torch.softmax_out(y, x, -1);
                }
            }
        };
    }

    private static final class CrossEntropy extends TorchDifferentiated {
        private final Tensor logits;
        private final Tensor labels;
        private float loss;
        private boolean read;

        CrossEntropy(Problem.Rows rows, float... numbers) {
            this(
                    Tensors.parameter(numbers, rows.rows(), rows.columns()),
                    Tensors.of(Inputs.labels(rows.rows(), rows.columns())));
        }

        private CrossEntropy(Tensor logits, Tensor labels) {
            super(logits);
            this.logits = logits;
            this.labels = labels;
        }

        @Override
        void compute() {
            Tensor made = torch.cross_entropy_loss(logits, labels);
            if (!read) {
                loss = made.item_float();
                read = true;
            }
            made.backward();
        }

        @Override
        public void result(Digest digest) {
            digest.add("loss", loss);
            digest.add("gradient", Tensors.numbers(logits.mutable_grad()));
        }
    }

    private static final class LayerNorm extends TorchDifferentiated {
        private final long[] normalized;
        private final Tensor x;
        private final Tensor weight;
        private final Tensor bias;
        private final Tensor gradient;
        private final boolean backward;
        private Tensor last = new Tensor();

        LayerNorm(Problem.Rows rows, float[] numbers, boolean backward) {
            this(
                    rows,
                    Tensors.parameter(numbers, rows.rows(), rows.columns()),
                    Tensors.parameter(Inputs.normal(2, rows.columns()), rows.columns()),
                    Tensors.parameter(Inputs.normal(3, rows.columns()), rows.columns()),
                    backward);
        }

        private LayerNorm(Problem.Rows rows, Tensor x, Tensor weight, Tensor bias, boolean backward) {
            super(x, weight, bias);
            normalized = new long[] {rows.columns()};
            this.x = x;
            this.weight = weight;
            this.bias = bias;
            this.backward = backward;
            gradient = Tensors.of(Inputs.normal(4, rows.rows() * rows.columns()), rows.rows(), rows.columns());
        }

        @Override
        void compute() {
            TensorOptional w = new TensorOptional(weight);
            TensorOptional b = new TensorOptional(bias);
            if (backward) {
                Tensor y = torch.layer_norm(x, normalized, w, b, EPSILON, false);
                y.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            } else {
                try (NoGradGuard _ = new NoGradGuard()) {
                    Tensor y = torch.layer_norm(x, normalized, w, b, EPSILON, false);
                    last.put(y);
                }
            }
        }

        @Override
        public void result(Digest digest) {
            if (backward) {
                digest.add("input gradient", Tensors.numbers(x.mutable_grad()));
                digest.add("scale gradient", Tensors.numbers(weight.mutable_grad()));
                digest.add("shift gradient", Tensors.numbers(bias.mutable_grad()));
            } else {
                digest.add("result", Tensors.numbers(last));
            }
        }
    }

    private static final class BatchNorm extends TorchDifferentiated {
        private final Tensor x;
        private final Tensor weight;
        private final Tensor bias;
        private final Tensor gradient;
        private final Tensor mean;
        private final Tensor variance;

        BatchNorm(Problem.BatchNorm norm) {
            this(
                    norm,
                    Tensors.parameter(Inputs.normal(1, norm.elements()), norm.n(), norm.c(), norm.h(), norm.w()),
                    Tensors.parameter(Inputs.normal(2, norm.c()), norm.c()),
                    Tensors.parameter(Inputs.normal(3, norm.c()), norm.c()));
        }

        private BatchNorm(Problem.BatchNorm norm, Tensor x, Tensor weight, Tensor bias) {
            super(x, weight, bias);
            this.x = x;
            this.weight = weight;
            this.bias = bias;
            gradient = Tensors.of(Inputs.normal(4, norm.elements()), norm.n(), norm.c(), norm.h(), norm.w());
            mean = torch.zeros(norm.c());
            variance = torch.ones(norm.c());
        }

        @Override
        void compute() {
            Tensor y = torch.batch_norm(
                    x,
                    new TensorOptional(weight),
                    new TensorOptional(bias),
                    new TensorOptional(mean),
                    new TensorOptional(variance),
                    true,
                    MOMENTUM,
                    EPSILON,
                    false);
            y.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
        }

        @Override
        public void result(Digest digest) {
            digest.add("input gradient", Tensors.numbers(x.mutable_grad()));
            digest.add("scale gradient", Tensors.numbers(weight.mutable_grad()));
            digest.add("shift gradient", Tensors.numbers(bias.mutable_grad()));
        }
    }
}
