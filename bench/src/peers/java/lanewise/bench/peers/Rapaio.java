package lanewise.bench.peers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rapaio.darray.DArray;
import rapaio.darray.Shape;
import rapaio.nn.Autograd;
import rapaio.nn.Network;
import rapaio.nn.Optimizer;
import rapaio.nn.Tensor;
import rapaio.nn.TensorManager;
import rapaio.nn.layer.Linear;
import rapaio.nn.layer.ReLU;
import rapaio.nn.layer.Sequential;

/// rapaio's arrays and networks, as its users call them: each result is a new array.
public final class Rapaio implements Contender {
    /// Floating-point operations that it needs seconds for.
    private static final double TOO_LARGE = 3e8;

    private @Nullable TensorManager manager;

    /// For the service loader.
    public Rapaio() {}

    @Override
    public String name() {
        return "rapaio";
    }

    @Override
    public String start(int threads) {
        manager = TensorManager.ofFloat().seed(1);
        return Jar.of(TensorManager.class);
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        if (manager == null) {
            throw new IllegalStateException("not started");
        }
        return switch (problem) {
            case Problem.Product product when product.flops() < TOO_LARGE -> product(manager, product);
            case Problem.Elementwise elementwise when elementwise.fresh() -> elementwise(manager, elementwise);
            case Problem.Tutorial tutorial -> new Training(manager);
            default -> null;
        };
    }

    private static Work product(TensorManager manager, Problem.Product product) {
        int m = product.m();
        int k = product.k();
        int n = product.n();
        DArray<?> a = product.aTransposed()
                ? manager.strideArray(Shape.of(k, m), Inputs.normal(1, m * k)).t()
                : manager.strideArray(Shape.of(m, k), Inputs.normal(1, m * k));
        DArray<?> b = product.bTransposed()
                ? manager.strideArray(Shape.of(n, k), Inputs.normal(2, k * n)).t()
                : manager.strideArray(Shape.of(k, n), Inputs.normal(2, k * n));
        return new Result("product") {
            @Override
            DArray<?> compute() {
                return a.mm(b);
            }
        };
    }

    private static @Nullable Work elementwise(TensorManager manager, Problem.Elementwise problem) {
        Shape shape = Shape.of(problem.length());
        DArray<?> a = manager.strideArray(shape, Inputs.argument(problem));
        DArray<?> b = manager.strideArray(shape, Inputs.normal(2, problem.length()));
        return new Result("result") {
            @Override
            DArray<?> compute() {
                return switch (problem.function()) {
                    case ADD -> a.add(b);
                    case MUL -> a.mul(b);
                    case EXP -> a.exp();
                    case LOG -> a.log();
                    case SIGMOID -> a.sigmoid();
                    case TANH -> a.tanh();
                    case RELU -> a.clamp(0, Float.POSITIVE_INFINITY);
                    case GELU, GELU_TANH, SUM -> throw new IllegalArgumentException(problem.name());
                };
            }
        };
    }

    private static float[] numbers(DArray<?> array) {
        float[] numbers = new float[array.size()];
        int i = 0;
        for (var at = array.iterator(); at.hasNext(); ) {
            numbers[i++] = at.next().floatValue();
        }
        return numbers;
    }

    private abstract static class Result implements Work {
        private final String part;
        private @Nullable DArray<?> last;

        Result(String part) {
            this.part = part;
        }

        abstract DArray<?> compute();

        @Override
        public final void run() {
            last = compute();
        }

        @Override
        public final void result(Digest digest) {
            if (last != null) {
                digest.add(part, numbers(last));
            }
        }
    }

    /// The tutorial's step. The loss is written with tensor operations, since `MSELoss` of version 8.1.0 stretches
    /// a matrix of targets at every call.
    private static final class Training implements Work {
        private final Network network;
        private final Tensor x;
        private final Tensor y;
        private final Optimizer optimizer;
        private final TensorManager manager;
        private @Nullable Tensor loss;

        Training(TensorManager manager) {
            this.manager = manager;
            network = new Sequential(
                    manager,
                    new Linear(manager, Problem.Tutorial.IN, Problem.Tutorial.HIDDEN, true),
                    new ReLU(manager),
                    new Linear(manager, Problem.Tutorial.HIDDEN, Problem.Tutorial.OUT, true));
            network.train();
            TutorialInputs inputs = new TutorialInputs();
            x = manager.strideTensor(Shape.of(Problem.Tutorial.BATCH, Problem.Tutorial.IN), inputs.x);
            y = manager.strideTensor(Shape.of(Problem.Tutorial.BATCH, Problem.Tutorial.OUT), inputs.y);
            List<Tensor> parameters = network.parameters();
            for (int i = 0; i < parameters.size(); i++) {
                begin(parameters.get(i).value(), inputs.parameters.get(i));
            }
            optimizer = Optimizer.Adam(manager, parameters).lr.set(Problem.Tutorial.LEARNING_RATE);
        }

        /// A weight `[out, in]` of PyTorch's lies `[in, out]` here.
        private static void begin(DArray<?> parameter, float... numbers) {
            int in = parameter.dim(0);
            for (int i = 0; i < numbers.length; i++) {
                if (parameter.rank() == 1) {
                    parameter.setFloat(numbers[i], i);
                } else {
                    parameter.setFloat(numbers[i], i % in, i / in);
                }
            }
        }

        @Override
        public void run() {
            optimizer.zeroGrad();
            Tensor made = network.forward11(x).sub(y).sqr().sum();
            made.setGrad(manager.scalarArray(1));
            Autograd.backward(made);
            optimizer.step();
            loss = made;
        }

        @Override
        public void result(Digest digest) {
            if (loss != null) {
                digest.add("loss", loss.value().getFloat());
            }
        }
    }
}
