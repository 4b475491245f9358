package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Layout;
import lanewise.engine.SparseRows;
import org.jspecify.annotations.Nullable;

/// Keeps gradients within bounds, between `backward()` and the optimizer's step:
///
/// ```java
/// loss.backward();
/// GradientClipping.clipGradNorm_(parameters, 1);
/// optimizer.step();
/// ```
///
/// Gradients are changed in place; parameters without a gradient are left out. Sums are taken in double, in an
/// order that depends on the shapes alone, so that squares of 1e30 do not overflow, as they do in PyTorch, and the
/// result is the same for any number of threads. Of [sparse][Tensor#sparseGrad()] gradients the rows are changed.
/// Nothing is allocated if a call meets the shapes of the one before.
///
/// Where the parameters are [NamedParameters], messages name them.
public final class GradientClipping {
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private GradientClipping() {}

    /// What one thread's calls share.
    private static final class Scratch {
        final TotalNorm norm = new TotalNorm();
        final GradientTask scaling = new GradientTask.Scaling();
        final GradientTask clamping = new GradientTask.Clamping();
        final List<Tensor> tensors = new ArrayList<>();
    }

    /// Scales all gradients by one factor such that their norm, as if they were one vector, is at most `maxNorm`.
    ///
    /// @return the norm as it was before
    /// @throws IllegalArgumentException if `maxNorm` is negative or NaN, or a gradient repeats elements, as after
    ///     `expand`; nothing has been changed then
    public static double clipGradNorm_(List<? extends Tensor> parameters, double maxNorm) {
        return clipGradNorm_(parameters, maxNorm, 2);
    }

    /// As [#clipGradNorm_(List, double)], with the norm of another order.
    ///
    /// @param normType `p`, see [#getTotalNorm(List, double)]
    public static double clipGradNorm_(List<? extends Tensor> parameters, double maxNorm, double normType) {
        return clipGradNorm_(parameters, maxNorm, normType, false);
    }

    /// As [#clipGradNorm_(List, double, double)]. The factor is `maxNorm / (norm + 1e-6)`, if that is below 1. A
    /// norm that is infinite turns all finite elements into 0 and the others into NaN; one that is NaN turns all
    /// into NaN.
    ///
    /// @param errorIfNonFinite whether such a norm is refused
    /// @throws ArithmeticException if the norm is infinite or NaN and `errorIfNonFinite`; nothing has been changed
    ///     then
    public static double clipGradNorm_(
            List<? extends Tensor> parameters, double maxNorm, double normType, boolean errorIfNonFinite) {
        checkBound("clipGradNorm_", "maxNorm", maxNorm);
        checkOrder("clipGradNorm_", normType);
        checkNotSparse("clipGradNorm_", parameters, normType);
        Scratch scratch = SCRATCH.get();
        try {
            collectGradients("clipGradNorm_", parameters, scratch.tensors);
            double norm = scratch.norm.of(scratch.tensors, normType);
            if (errorIfNonFinite && !Double.isFinite(norm)) {
                throw notFinite("clipGradNorm_", normType, norm, firstBadGradient(parameters, scratch.norm));
            }
            scale(scratch, maxNorm, norm);
            return norm;
        } finally {
            scratch.tensors.clear();
        }
    }

    /// The scaling of [#clipGradNorm_(List, double, double, boolean)] by a norm that was computed elsewhere.
    ///
    /// @throws IllegalArgumentException if `maxNorm` is negative or NaN, or a gradient repeats elements; nothing
    ///     has been changed then
    public static void clipGradsWithNorm_(List<? extends Tensor> parameters, double maxNorm, double totalNorm) {
        checkBound("clipGradsWithNorm_", "maxNorm", maxNorm);
        Scratch scratch = SCRATCH.get();
        try {
            collectGradients("clipGradsWithNorm_", parameters, scratch.tensors);
            scale(scratch, maxNorm, totalNorm);
        } finally {
            scratch.tensors.clear();
        }
    }

    /// Bounds each element of all gradients by `clipValue` from above and by its negative from below. NaN stays
    /// NaN.
    ///
    /// @throws IllegalArgumentException if `clipValue` is negative or NaN, or a gradient repeats elements; nothing
    ///     has been changed then
    public static void clipGradValue_(List<? extends Tensor> parameters, double clipValue) {
        checkBound("clipGradValue_", "clipValue", clipValue);
        Scratch scratch = SCRATCH.get();
        float bound = (float) clipValue;
        try {
            collectGradients("clipGradValue_", parameters, scratch.tensors);
            for (int i = 0; i < scratch.tensors.size(); i++) {
                Tensor gradient = scratch.tensors.get(i);
                if (gradient.array().isContiguous()) {
                    scratch.clamping.run(gradient.array(), bound);
                } else {
                    try (GradMode _ = GradMode.noGrad()) {
                        gradient.clamp_(-bound, bound);
                    }
                }
            }
        } finally {
            scratch.tensors.clear();
        }
    }

    /// The Euclidean norm of these tensors, as if they were one vector; 0 for none.
    public static double getTotalNorm(List<? extends Tensor> tensors) {
        return getTotalNorm(tensors, 2);
    }

    /// The norm of order `normType` of these tensors, as if they were one vector; 0 for none.
    ///
    /// @param normType `p` of `(Σ |x|^p)^(1/p)`; infinity for the largest magnitude, negative infinity for the
    ///     smallest; 0 for the number of tensors that are not all zeros, as in PyTorch
    public static double getTotalNorm(List<? extends Tensor> tensors, double normType) {
        return getTotalNorm(tensors, normType, false);
    }

    /// As [#getTotalNorm(List, double)].
    ///
    /// @throws ArithmeticException if the norm is infinite or NaN and `errorIfNonFinite`
    public static double getTotalNorm(List<? extends Tensor> tensors, double normType, boolean errorIfNonFinite) {
        checkOrder("getTotalNorm", normType);
        Scratch scratch = SCRATCH.get();
        try {
            scratch.tensors.addAll(tensors);
            double norm = scratch.norm.of(scratch.tensors, normType);
            if (errorIfNonFinite && !Double.isFinite(norm)) {
                throw notFinite("getTotalNorm", normType, norm, firstBad(tensors, scratch.norm));
            }
            return norm;
        } finally {
            scratch.tensors.clear();
        }
    }

    private static void scale(Scratch scratch, double maxNorm, double norm) {
        double factor = maxNorm / (norm + 1e-6);
        if (factor >= 1) { // NaN is not
            return;
        }
        for (int i = 0; i < scratch.tensors.size(); i++) {
            Tensor gradient = scratch.tensors.get(i);
            if (gradient.array().isContiguous()) {
                scratch.scaling.run(gradient.array(), (float) factor);
            } else {
                try (GradMode _ = GradMode.noGrad()) {
                    gradient.mul_((float) factor);
                }
            }
        }
    }

    private static void collectGradients(String name, List<? extends Tensor> parameters, List<Tensor> gradients) {
        for (int i = 0; i < parameters.size(); i++) {
            Tensor gradient = gradient(parameters.get(i));
            if (gradient != null) {
                if (repeatsElements(gradient.array().layout())) {
                    throw new IllegalArgumentException(name + ": the gradient of "
                            + NamedParameters.describe(parameters, i)
                            + ", repeats elements, as after expand, and cannot be changed in place; set a"
                            + " clone() of it");
                }
                gradients.add(gradient);
            }
        }
    }

    /// Of a sparse gradient the rows that there are.
    private static @Nullable Tensor gradient(Tensor parameter) {
        SparseRows rows = parameter.sparseGrad();
        return rows == null ? parameter.grad() : Tensor.of(rows.values());
    }

    /// @throws IllegalArgumentException if a gradient is sparse: its other rows are zeros, which decide such a norm
    private static void checkNotSparse(String name, List<? extends Tensor> parameters, double normType) {
        for (int i = 0; i < parameters.size(); i++) {
            if (normType < 0 && parameters.get(i).hasSparseGrad()) {
                throw new IllegalArgumentException(name + ": the gradient of "
                        + NamedParameters.describe(parameters, i) + ", is sparse, and a norm of order " + normType
                        + " is that of its zeros; take a positive order");
            }
        }
    }

    private static boolean repeatsElements(Layout layout) {
        if (layout.isContiguous()) {
            return false;
        }
        for (int d = 0; d < layout.shape().rank(); d++) {
            if (layout.stride(d) == 0 && layout.shape().dim(d) > 1) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String firstBadGradient(List<? extends Tensor> parameters, TotalNorm norm) {
        for (int i = 0; i < parameters.size(); i++) {
            Tensor gradient = gradient(parameters.get(i));
            if (gradient != null && !norm.isFinite(gradient)) {
                return "the gradient of " + NamedParameters.describe(parameters, i);
            }
        }
        return null;
    }

    private static @Nullable String firstBad(List<? extends Tensor> tensors, TotalNorm norm) {
        for (int i = 0; i < tensors.size(); i++) {
            if (!norm.isFinite(tensors.get(i))) {
                return "tensor " + i + ", " + tensors.get(i).shape();
            }
        }
        return null;
    }

    private static ArithmeticException notFinite(String name, double normType, double norm, @Nullable String first) {
        return new ArithmeticException(name + ": the total norm of order " + normType + " is " + norm
                + (first == null ? "" : "; the first with an element that is not finite is " + first));
    }

    private static void checkBound(String name, String option, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(name + ": " + option + " is " + value + "; it must be 0 or above");
        }
    }

    private static void checkOrder(String name, double normType) {
        if (Double.isNaN(normType)) {
            throw new IllegalArgumentException(name + ": normType is NaN; it must be a number or infinite");
        }
    }
}
