package lanewise.bench.peers;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A function of elements, into a tensor that is there or into a new one.
final class TorchElementwise extends TorchWork {
    private static final Scalar ZERO = new Scalar(0.0);

    private final Problem.Elementwise problem;
    private final Tensor a;
    private final Tensor b;
    private Tensor last;

    TorchElementwise(Problem.Elementwise problem) {
        this(
                problem,
                Tensors.of(Inputs.argument(problem), problem.length()),
                Tensors.of(Inputs.normal(2, problem.length()), problem.length()),
                problem.function() == Problem.Function.SUM ? torch.zeros(new long[0]) : torch.zeros(problem.length()));
    }

    private TorchElementwise(Problem.Elementwise problem, Tensor a, Tensor b, Tensor y) {
        super("result", y, List.of(a, b));
        this.problem = problem;
        this.a = a;
        this.b = b;
        last = y;
    }

    @Override
    void compute(Tensor y) {
        if (problem.fresh()) {
            Tensor made = made();
            last.close();
            last = made;
        } else {
            into(y);
        }
    }

    private Tensor into(Tensor y) {
        return switch (problem.function()) {
            case ADD -> torch.add_out(y, a, b);
            case MUL -> torch.mul_out(y, a, b);
            case RELU -> torch.clamp_min_out(y, a, ZERO);
            case EXP -> torch.exp_out(y, a);
            case LOG -> torch.log_out(y, a);
            case SIGMOID -> torch.sigmoid_out(y, a);
            case TANH -> torch.tanh_out(y, a);
            case GELU -> torch.gelu_out(y, a, "none");
            case GELU_TANH -> torch.gelu_out(y, a, "tanh");
            case SUM -> torch.sum_out(y, a);
        };
    }

    private Tensor made() {
        return switch (problem.function()) {
            case ADD -> torch.add(a, b);
            case RELU -> a.relu();
            case EXP -> a.exp();
            default -> throw new IllegalArgumentException(problem.name());
        };
    }

    @Override
    public void result(Digest digest) {
        digest.add("result", Tensors.numbers(last));
    }
}
