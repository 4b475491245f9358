package lanewise.autograd;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.InPlace;
import org.jspecify.annotations.Nullable;

/// The end of the graph at a leaf: its gradient, and the memory for it.
///
/// The memory is taken once, outside any workspace. After `setGrad(null)` it stays here, and the next backward pass
/// overwrites it. Of a matrix to which only rows are contributed the gradient is these rows, and nothing of its
/// size is ever made.
final class LeafGradient extends Node implements GradientSum.Memory {
    private @Nullable Tensor own;
    private @Nullable Tensor grad;
    private @Nullable SparseRows ownRows;
    private @Nullable SparseRows sparse;

    LeafGradient(Shape shape) {
        super(shape);
    }

    @Override
    @Nullable
    Tensor grad() {
        if (sparse != null) {
            throw new IllegalStateException("grad: the gradient of this tensor " + shape() + " is sparse, " + sparse
                    + "; sparseGrad() gives it, and its toDense() the whole matrix");
        }
        return grad;
    }

    /// The gradient if it is only rows.
    @Nullable
    SparseRows sparseGrad() {
        return sparse;
    }

    @Override
    void setGrad(@Nullable Tensor grad) {
        this.grad = grad;
        sparse = null;
    }

    @Override
    boolean isLeaf() {
        return true;
    }

    @Override
    void visitInputs(BackwardWalk visitor) {}

    @Override
    boolean leadsToWanted(BackwardWalk visitor) {
        return false;
    }

    @Override
    void check(BackwardWalk visitor) {}

    @Override
    void release() {}

    /// Contributions go straight into the gradient's memory, unless hooks want to see those of this pass by
    /// themselves.
    @Override
    GradientSum newSum() {
        if (hasHooks()) {
            return new GradientSum(shape());
        }
        Tensor present = grad;
        if (present == null) {
            return new GradientSum(shape(), this, sparse);
        }
        return present.array().isContiguous() ? new GradientSum(present.array(), true) : new GradientSum(shape());
    }

    @Override
    void receive(NDArray gradient) {
        Tensor present = grad;
        if (present == null) {
            grad = own();
            if (gradient != own().array()) {
                InPlace.copy(own().array(), gradient);
                if (sparse != null) { // before there were hooks
                    sparse.addTo(own().array());
                }
            }
            sparse = null;
        } else if (gradient != present.array()) {
            accumulate(present, gradient);
        }
    }

    /// Takes a gradient that has a history, which a sum in place would not keep.
    void receive(Tensor recorded) {
        Tensor present = grad;
        if (sparse != null) {
            present = new Tensor(sparse.toDense());
            sparse = null;
        }
        grad = (present == null ? recorded.clone() : present.add(recorded)).keep();
    }

    @Override
    void receive(SparseRows rows) {
        sparse = rows;
    }

    @Override
    public NDArray array() {
        return own().array();
    }

    @Override
    public SparseRows rows() {
        if (ownRows == null) {
            ownRows = new SparseRows(shape());
        }
        ownRows.clear();
        return ownRows;
    }

    /// A gradient that the user set may be a strided view; then the sum of both is what counts from now on.
    private void accumulate(Tensor present, NDArray gradient) {
        Tensor target = present;
        if (!present.array().isContiguous()) {
            target = own();
            InPlace.copy(target.array(), present.array());
            grad = target;
        }
        InPlace.add(target.array(), gradient, 1f);
    }

    private Tensor own() {
        if (own == null) {
            own = new Tensor(NDArray.zerosKept(shape()));
        }
        return own;
    }
}
