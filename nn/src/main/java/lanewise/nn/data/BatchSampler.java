package lanewise.nn.data;

import java.util.List;
import lanewise.engine.io.StateDict;

/// Says which examples make up the batches of an epoch. The usual one takes what a [Sampler] gives, so many at a
/// time; one of one's own puts sentences of like length together, or as many of each class.
///
/// As with a [Sampler], the batches depend on nothing but the epoch and what this was made with, and it does not
/// change.
public interface BatchSampler {
    /// How many batches an epoch has.
    int size();

    /// The numbers of the examples in each batch of an epoch, [#size()] batches.
    ///
    /// @param epoch from 0
    List<int[]> batches(int epoch);

    /// What the batches depend on, to be saved with a run. Nothing, unless this is overridden.
    default StateDict stateDict() {
        return new StateDict();
    }

    /// A batch sampler with the batches of the one that the state was taken from; this one, unless this is
    /// overridden.
    ///
    /// @throws lanewise.engine.io.StateDictException if the state is of one that makes other batches than by
    ///     another seed
    default BatchSampler restored(StateDict state) {
        return this;
    }

    /// What `sampler` gives, `batchSize` at a time.
    ///
    /// @param dropLast whether a last batch that is not full is left out
    /// @throws IllegalArgumentException if the batch size is less than 1
    static BatchSampler of(Sampler sampler, int batchSize, boolean dropLast) {
        return new FixedSizeBatches(sampler, batchSize, dropLast);
    }
}
