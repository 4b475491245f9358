package lanewise.autograd;

/// One index of [Tensor#get(Index...)] and [Tensor#set(Tensor, Index...)], as inside Python's brackets:
/// `x[..., 1:3, None, labels]` is
/// `x.get(Index.ellipsis(), Index.slice(1, 3), Index.newAxis(), Index.of(labels))`.
public sealed interface Index {
    /// One index of a dimension, which is dropped. A negative one counts from the end.
    static Index at(int index) {
        return new At(index);
    }

    /// The whole dimension: Python's `:`.
    static Index all() {
        return new Range(0, Integer.MAX_VALUE, 1);
    }

    /// Python's `start:`.
    static Index from(int start) {
        return new Range(start, Integer.MAX_VALUE, 1);
    }

    /// Python's `:end`.
    static Index to(int end) {
        return new Range(0, end, 1);
    }

    /// Python's `start:end`. Negative bounds count from the end; bounds beyond the ends are cut.
    static Index slice(int start, int end) {
        return new Range(start, end, 1);
    }

    /// Python's `start:end:step`.
    ///
    /// @throws IllegalArgumentException if `step` is not positive
    static Index slice(int start, int end, int step) {
        if (step <= 0) {
            throw new IllegalArgumentException("slice: step is " + step + "; it must be positive");
        }
        return new Range(start, end, step);
    }

    /// Python's `...`: as many whole dimensions as the other indices leave.
    static Index ellipsis() {
        return new Ellipsis();
    }

    /// Python's `None`: a new dimension of size 1.
    static Index newAxis() {
        return new NewAxis();
    }

    /// The indices of a dimension, in the order and shape of `indices`. Several such tensors are taken together,
    /// element by
    /// element.
    static Index of(LongTensor indices) {
        return new Positions(indices);
    }

    /// Where `mask` is true. It covers as many dimensions as it has, whose place one dimension takes.
    static Index of(BoolTensor mask) {
        return new Mask(mask);
    }

    /// See [#at(int)].
    record At(int index) implements Index {}

    /// See [#slice(int, int, int)].
    record Range(int start, int end, int step) implements Index {}

    /// See [#ellipsis()].
    record Ellipsis() implements Index {}

    /// See [#newAxis()].
    record NewAxis() implements Index {}

    /// See [#of(LongTensor)].
    record Positions(LongTensor indices) implements Index {}

    /// See [#of(BoolTensor)].
    record Mask(BoolTensor mask) implements Index {}
}
