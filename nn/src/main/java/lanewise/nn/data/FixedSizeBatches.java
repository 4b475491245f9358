package lanewise.nn.data;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lanewise.engine.io.StateDict;

/// What a sampler gives, so many at a time.
///
/// @param dropLast whether a last batch that is not full is left out
record FixedSizeBatches(Sampler sampler, int batchSize, boolean dropLast) implements BatchSampler {
    FixedSizeBatches {
        if (batchSize < 1) {
            throw new IllegalArgumentException("DataLoader: batchSize must be at least 1, not " + batchSize);
        }
    }

    @Override
    public int size() {
        return dropLast ? sampler.size() / batchSize : Math.ceilDiv(sampler.size(), batchSize);
    }

    @Override
    public List<int[]> batches(int epoch) {
        return new Slices(sampler.order(epoch), size());
    }

    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("batch_size", batchSize)
                .put("drop_last", dropLast)
                .put("sampler", sampler.stateDict());
    }

    @Override
    public FixedSizeBatches restored(StateDict state) {
        new Agreement("DataLoader")
                .same("batch_size", state.integer("batch_size"), batchSize)
                .same("drop_last", state.flag("drop_last"), dropLast)
                .check();
        return new FixedSizeBatches(sampler.restored(state.dict("sampler")), batchSize, dropLast);
    }

    private final class Slices extends AbstractList<int[]> {
        private final int[] order;
        private final int count;

        Slices(int[] order, int count) {
            this.order = order;
            this.count = count;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public int[] get(int i) {
            int from = Objects.checkIndex(i, count) * batchSize;
            return Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
        }
    }
}
