package lanewise.nn.data;

import java.util.function.BiFunction;
import lanewise.autograd.LongTensor;
import lanewise.engine.ShapeMismatchException;

/// The rows of two columns, joined.
final class JoinedRows<X, Y, Z> implements Rows<Z> {
    private final Rows<X> first;
    private final Rows<Y> second;
    private final BiFunction<? super X, ? super Y, ? extends Z> join;

    JoinedRows(Rows<X> first, Rows<Y> second, BiFunction<? super X, ? super Y, ? extends Z> join) {
        if (first.size() != second.size()) {
            throw new ShapeMismatchException("Rows: " + first.size() + " rows cannot be joined with " + second.size());
        }
        this.first = first;
        this.second = second;
        this.join = join;
    }

    @Override
    public int size() {
        return first.size();
    }

    @Override
    public Z all() {
        return join.apply(first.all(), second.all());
    }

    @Override
    public Z take(LongTensor numbers) {
        return join.apply(first.take(numbers), second.take(numbers));
    }
}
