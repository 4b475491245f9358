package lanewise.optim;

import java.util.List;
import lanewise.autograd.Tensor;

/// The norm of several tensors, as if they were one vector: `(Σ |x|^p)^(1/p)`, the largest magnitude for an
/// infinite `p`, the smallest for a negatively infinite one.
final class TotalNorm {
    private final NormTask task = new NormTask();
    private final NormLoop squares = new NormLoop.Squares();
    private final NormLoop magnitudes = new NormLoop.Magnitudes();
    private final NormLoop largest = new NormLoop.Extreme(1);
    private final NormLoop smallest = new NormLoop.Extreme(-1);
    private final NormLoop.Powers powers = new NormLoop.Powers();

    /// The norm of order `p`; 0 if there are no elements.
    double of(List<Tensor> tensors, double p) {
        if (hasNoElements(tensors)) {
            return 0;
        }
        if (p == 2) {
            return Math.sqrt(joined(tensors, squares));
        }
        if (p == 1) {
            return joined(tensors, magnitudes);
        }
        if (p == 0) {
            return countOfNonzero(tensors);
        }
        double extreme = p > 0 ? joined(tensors, largest) : -joined(tensors, smallest);
        boolean decides = Double.isInfinite(p) || extreme == 0 || !Double.isFinite(extreme);
        return decides ? extreme : extreme * Math.pow(joinedPowers(tensors, extreme, p), 1 / p);
    }

    /// Whether all elements are numbers and none is infinite.
    boolean isFinite(Tensor tensor) {
        return tensor.elements() == 0 || Double.isFinite(of(tensor, largest));
    }

    /// `Σ (|x|/extreme)^p`, which neither overflows nor vanishes.
    private double joinedPowers(List<Tensor> tensors, double extreme, double p) {
        powers.set(extreme, p);
        return joined(tensors, powers);
    }

    /// The norm of order 0 of the tensors' norms of order 0, as PyTorch computes it.
    private double countOfNonzero(List<Tensor> tensors) {
        int count = 0;
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            if (tensor.elements() > 0 && of(tensor, largest) != 0) {
                count++;
            }
        }
        return count;
    }

    private double joined(List<Tensor> tensors, NormLoop loop) {
        double whole = loop.none();
        for (int i = 0; i < tensors.size(); i++) {
            whole = loop.joined(whole, of(tensors.get(i), loop));
        }
        return whole;
    }

    private double of(Tensor tensor, NormLoop loop) {
        return task.of(tensor.array().contiguous(), loop);
    }

    private static boolean hasNoElements(List<Tensor> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).elements() > 0) {
                return false;
            }
        }
        return true;
    }
}
