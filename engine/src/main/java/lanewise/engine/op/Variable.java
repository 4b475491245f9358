package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// An array with its place in the graph, to an operation that states its gradient by other operations
/// ([Operation#gradient]). Whatever is done with it is recorded.
public interface Variable {
    /// The numbers; what is computed from them directly is a constant to the graph.
    NDArray array();

    /// The result of `operation` on this and `others`.
    Variable apply(Operation operation, Variable... others);

    /// The shape.
    default Shape shape() {
        return array().shape();
    }

    /// `this + other`, broadcast.
    default Variable add(Variable other) {
        return apply(Add.ADD, other);
    }

    /// `this + number`
    default Variable add(float number) {
        return apply(new AddScalar(number));
    }

    /// `this - other`, broadcast.
    default Variable sub(Variable other) {
        return apply(Sub.SUB, other);
    }

    /// `this·other`, broadcast.
    default Variable mul(Variable other) {
        return apply(Mul.MUL, other);
    }

    /// `this·number`
    default Variable mul(float number) {
        return apply(new MulScalar(number));
    }

    /// `this / other`, broadcast.
    default Variable div(Variable other) {
        return apply(Div.DIV, other);
    }

    /// `-this`
    default Variable neg() {
        return apply(Neg.NEG);
    }

    /// `this²`
    default Variable square() {
        return apply(Square.SQUARE);
    }

    /// `1/this`
    default Variable reciprocal() {
        return apply(Reciprocal.RECIPROCAL);
    }

    /// `e^this`
    default Variable exp() {
        return apply(Exp.EXP);
    }

    /// These numbers, which depend on nothing.
    Variable constant(NDArray array);

    /// `value` where `mask` holds, otherwise this; the mask broadcasts.
    default Variable fill(BoolArray mask, float value) {
        return apply(new MaskedFill(mask, value));
    }

    /// The same elements under another shape.
    default Variable reshape(Shape shape) {
        return shape.equals(shape()) ? this : apply(new Reshape(shape.toArray()));
    }

    /// The mean over dimensions, all of them if none is named; they stay with size 1.
    default Variable mean(int... dimensions) {
        return apply(new Mean(dimensions, true));
    }

    /// The sum over dimensions, all of them if none is named; they stay with size 1.
    default Variable sum(int... dimensions) {
        return apply(new Sum(dimensions, true));
    }
}
