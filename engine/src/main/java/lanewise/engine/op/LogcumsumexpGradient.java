package lanewise.engine.op;

import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// The gradient of [Logcumsumexp], as an operation on its input, its result and that one's gradient, so that it can
/// be differentiated in its turn.
///
///     gⱼ = Σᵢ dyᵢ·exp(xⱼ − yᵢ) over i ≥ j
///     ∂/∂dyᵢ: aᵢ = Σⱼ dgⱼ·exp(xⱼ − yᵢ) over j ≤ i,  ∂/∂xⱼ: dgⱼ·gⱼ,  ∂/∂yᵢ: −dyᵢ·aᵢ
final class LogcumsumexpGradient extends Operation {
    private final int dimension;

    LogcumsumexpGradient(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return "the gradient of logcumsumexp";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        ReducedRows rows = rows(inputs[0]);
        NDArray x = rows.of(inputs[0]);
        NDArray y = rows.of(inputs[1]);
        NDArray dy = rows.of(inputs[2]);
        NDArray g = rows.like(inputs[0].shape());
        for (int row = 0; row < rows.rows; row++) {
            int at = row * rows.n;
            Logcumsumexp.back(
                    x.data(),
                    x.offset() + at,
                    rows.n,
                    y.data(),
                    y.offset() + at,
                    dy.data(),
                    dy.offset() + at,
                    g.data(),
                    g.offset() + at);
        }
        return rows.back(g).contiguous();
    }

    @Override
    public void backward(BackwardPass pass) {
        ReducedRows rows = rows(pass.input(0));
        NDArray x = rows.of(pass.input(0));
        NDArray y = rows.of(pass.input(1));
        NDArray dy = rows.of(pass.input(2));
        NDArray g = rows.of(pass.output());
        NDArray dg = rows.of(pass.outputGradient());
        NDArray ofX = rows.like(pass.input(0).shape());
        NDArray ofY = rows.like(pass.input(0).shape());
        NDArray ofDy = rows.like(pass.input(0).shape());
        for (int i = 0; i < x.elements(); i++) {
            float xi = x.data()[x.offset() + i];
            float yi = y.data()[y.offset() + i];
            float dgi = dg.data()[dg.offset() + i];
            double a = dgi * Logcumsumexp.exponential(xi, yi);
            if (i % rows.n > 0) {
                a += ofDy.data()[ofDy.offset() + i - 1] * Logcumsumexp.exponential(y.data()[y.offset() + i - 1], yi);
            }
            ofDy.data()[ofDy.offset() + i] = (float) a;
            ofY.data()[ofY.offset() + i] = (float) (-dy.data()[dy.offset() + i] * a);
            ofX.data()[ofX.offset() + i] = dgi * g.data()[g.offset() + i];
        }
        contribute(pass.gradient(0), rows.back(ofX));
        contribute(pass.gradient(1), rows.back(ofY));
        contribute(pass.gradient(2), rows.back(ofDy));
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    private ReducedRows rows(NDArray x) {
        return new ReducedRows(name(), x.shape(), new int[] {dimension}, true);
    }

    private static void contribute(@Nullable GradientSum sum, NDArray gradient) {
        if (sum != null && !sum.lend(gradient)) {
            Summation.contributeRepeated(sum, gradient);
        }
    }
}
