package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.PADDING;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Gemm;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The iteration of [Muon] and its memory, enough for the largest of several matrices. For `x [n, m]` with `n ≤ m`:
///
///     A = x·xᵀ
///     B = a·1 + b·A + c·A²
///     x ← B·x
///
/// For `n > m` it is that of the transpose, `A = xᵀ·x` and `x ← x·B`, which needs no transposing since `A` and `B`
/// are symmetric.
final class NewtonSchulz {
    /// Elements that one thread takes at least.
    private static final int GRAIN = 1 << 15;

    private final RangeTask combine = new Combine();
    private float[] x;
    private float[] next;
    private final float[] square;
    private final float[] polynomial;
    private float b;
    private float c;

    /// For matrices of these parameters' shapes.
    NewtonSchulz(List<? extends Tensor> parameters) {
        int elements = 0;
        int side = 0;
        for (Tensor parameter : parameters) {
            Shape shape = parameter.shape();
            elements = Math.max(elements, shape.elements());
            side = Math.max(side, Math.min(shape.dim(0), shape.dim(1)));
        }
        x = new float[elements + PADDING];
        next = new float[elements + PADDING];
        square = new float[side * side + PADDING];
        polynomial = new float[side * side + PADDING];
    }

    /// The matrix, row-major from 0 on. Its memory has room for one more vector, which may be overwritten.
    float[] matrix() {
        return x;
    }

    /// Iterates on the `[n, m]` in [#matrix()], which is another array afterwards.
    void iterate(int n, int m, Muon.NsCoefficients coefficients, int steps) {
        b = (float) coefficients.b();
        c = (float) coefficients.c();
        for (int step = 0; step < steps; step++) {
            iterate(n, m, (float) coefficients.a());
        }
    }

    private void iterate(int n, int m, float a) {
        int side = Math.min(n, m);
        boolean wide = n <= m;
        if (wide) {
            Gemm.run(n, n, m, x, 0, m, 1, x, 0, 1, m, square, 0, n, false); // x·xᵀ
        } else {
            Gemm.run(m, m, n, x, 0, 1, m, x, 0, m, 1, square, 0, m, false); // xᵀ·x
        }
        Gemm.run(side, side, side, square, 0, side, 1, square, 0, side, 1, polynomial, 0, side, false);
        Workers.run(side * side, GRAIN, combine);
        for (int i = 0; i < side; i++) {
            polynomial[i * side + i] += a;
        }
        if (wide) {
            Gemm.run(n, m, n, polynomial, 0, n, 1, x, 0, m, 1, next, 0, m, false); // B·x
        } else {
            Gemm.run(n, m, m, x, 0, m, 1, polynomial, 0, m, 1, next, 0, m, false); // x·B
        }
        float[] last = x;
        x = next;
        next = last;
    }

    /// `B ← b·A + c·A²`, where `B` is `A²` before.
    private final class Combine implements RangeTask {
        @Override
        public void run(int from, int to) {
            var ofSquare = FloatVector.broadcast(SPECIES, b);
            for (int i = from; i < to; i += LANES) { // the last vector may reach into the padding
                var a1 = FloatVector.fromArray(SPECIES, square, i);
                var a2 = FloatVector.fromArray(SPECIES, polynomial, i);
                a1.fma(ofSquare, a2.mul(c)).intoArray(polynomial, i);
            }
        }
    }
}
