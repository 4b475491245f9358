package lanewise.nn.data;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// Pieces of a batch one behind another.
final class Joined {
    private Joined() {}

    /// @param pieces at least one, all of one type
    @SuppressWarnings("unchecked") // what is made of pieces of a type is of that type
    static <X> X of(List<X> pieces) {
        return (X)
                switch (pieces.getFirst()) {
                    case Tensor _ -> Tensor.cat((List<Tensor>) pieces, 0);
                    case LongTensor _ -> LongTensor.cat((List<LongTensor>) pieces, 0);
                    case List<?> first -> ofLists((List<List<Object>>) pieces, first.size());
                    default ->
                        throw new IllegalArgumentException("batches of a "
                                + pieces.getFirst().getClass().getName()
                                + " cannot be joined; give a Collate that does it");
                };
    }

    private static List<Object> ofLists(List<List<Object>> pieces, int columns) {
        List<Object> joined = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            int column = c;
            joined.add(of(pieces.stream().map(piece -> piece.get(column)).toList()));
        }
        return joined;
    }
}
