package lanewise.autograd;

import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Applicable;
import lanewise.engine.op.InPlace;
import lanewise.engine.op.MulScalar;
import lanewise.engine.op.Operation;

/// What is common to all changes in place: whether they are allowed, and how they are recorded.
final class InPlaceChange {
    private InPlaceChange() {}

    /// Checks that `target` may be changed by `operands`, which broadcast to it. Returns whether the change must be
    /// recorded.
    static boolean begin(String operation, Tensor target, Tensor... operands) {
        for (Tensor operand : operands) {
            if (!operand.shape().broadcastsTo(target.shape())) {
                throw new ShapeMismatchException(operation + ": " + operand.shape() + " does not broadcast to "
                        + target.shape() + ", the shape of the tensor that is changed in place");
            }
        }
        return beginUnshaped(operation, target, operands);
    }

    /// As [#begin], for operands of any shape.
    private static boolean beginUnshaped(String operation, Tensor target, Tensor... operands) {
        checkNoRepeats(operation, target.array().layout());
        if (!GradMode.isEnabled()) {
            return false;
        }
        boolean recorded = target.requiresGrad();
        for (Tensor operand : operands) {
            recorded |= operand.requiresGrad();
        }
        if (recorded) {
            checkRecordable(operation, target);
        }
        return recorded;
    }

    /// As [#begin], for a change that cannot be recorded.
    static void beginUnrecorded(String operation, Tensor target, Tensor... operands) {
        checkNoRepeats(operation, target.array().layout());
        boolean requiresGrad = target.requiresGrad();
        for (Tensor operand : operands) {
            requiresGrad |= operand.requiresGrad();
        }
        if (requiresGrad && GradMode.isEnabled()) {
            throw new IllegalStateException(operation + ": a change of a tensor " + target.shape()
                    + " is not recorded, so no gradient could flow through it; do it inside GradMode.noGrad(), or"
                    + " compose the result with where, maskedFill, cat or stack");
        }
    }

    /// Records that `operation` on `inputs`, of which one is `target`, gives `target` its new value, and writes it.
    /// An old value of `target` that the backward pass reads is copied before.
    static Tensor record(Tensor target, Applicable recorded, Tensor... inputs) {
        Operation operation = (Operation) recorded;
        NDArray[] values = new NDArray[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            NDArray value = inputs[i].array();
            values[i] = inputs[i] == target && operation.savesInput(i) ? value.copy() : value;
        }
        NDArray result = operation.forward(values);
        OperationNode node = new OperationNode(operation, inputs, values, result);
        InPlace.copy(target.array(), result);
        target.rebase(node);
        return target;
    }

    /// A change by an operation of one input.
    static Tensor unary(String name, Tensor target, Applicable change) {
        Operation operation = (Operation) change;
        if (begin(name, target)) {
            return record(target, operation, target);
        }
        InPlace.copy(target.array(), operation.forward(target.array()));
        return target;
    }

    /// A change by an operation of the target and a source of any shape.
    static Tensor binary(String name, Tensor target, Applicable change, Tensor source) {
        Operation operation = (Operation) change;
        if (beginUnshaped(name, target, source)) {
            return record(target, operation, target, source);
        }
        InPlace.copy(target.array(), operation.forward(target.array(), source.array()));
        return target;
    }

    /// `target = beta·target + alpha·a·b` for matrices.
    static Tensor product(Tensor target, Tensor a, Tensor b, float beta, float alpha) {
        if (beginUnshaped("addmm_", target, a, b)) {
            Tensor product = alpha == 1 ? a.mm(b) : a.mm(b).mul(alpha);
            if (beta == 0) {
                return target.copy_(product);
            }
            return beta == 1 ? target.add_(product) : target.mul_(beta).add_(product);
        }
        NDArray left = apart(target, a);
        NDArray right = apart(target, b);
        InPlace.addProduct(target.array(), alpha == 1 ? left : new MulScalar(alpha).forward(left), right, beta);
        return target;
    }

    /// A factor's numbers, apart from the target's memory: each of them is read for many of the target's.
    private static NDArray apart(Tensor target, Tensor factor) {
        NDArray array = factor.array();
        return array.storage() == target.array().storage() ? array.copy() : array;
    }

    /// The operand's numbers, apart from the target's memory where they would be overwritten before they are read.
    static NDArray operand(Tensor target, Tensor operand) {
        NDArray array = operand.array();
        boolean overlaps = array.storage() == target.array().storage()
                && !array.layout().equals(target.array().layout());
        return overlaps ? array.copy() : array;
    }

    private static void checkRecordable(String operation, Tensor target) {
        if (target.isLeaf() && target.requiresGrad()) {
            throw new IllegalStateException(operation + ": a leaf " + target.shape()
                    + " that requires gradients cannot be changed in place while operations are recorded; do it inside"
                    + " GradMode.noGrad(), or change a clone()");
        }
        if (target.viewOf() != null) {
            throw new IllegalStateException(operation + ": a tensor " + target.shape()
                    + " that is a view of another cannot be changed in place where gradients are recorded; change a"
                    + " clone(), or do it inside GradMode.noGrad()");
        }
    }

    /// Where a dimension repeats one element, a change in place would be done several times.
    private static void checkNoRepeats(String operation, Layout layout) {
        for (int d = 0; d < layout.shape().rank(); d++) {
            if (layout.stride(d) == 0 && layout.shape().dim(d) > 1) {
                throw new IllegalStateException(operation + ": in a tensor " + layout.shape() + " dimension " + d
                        + " repeats one element " + layout.shape().dim(d)
                        + " times, as expand makes it, and cannot be changed in place; change a clone()");
            }
        }
    }
}
