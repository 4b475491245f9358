package lanewise.nn.data;

import lanewise.engine.io.StateDict;

/// Says in which order the examples of an epoch come, and which of them. See [SequentialSampler], [RandomSampler],
/// [SubsetRandomSampler] and [WeightedRandomSampler].
///
/// An order depends on nothing but the epoch and what the sampler was made with, so that a run that is resumed sees
/// what the uninterrupted one saw. A sampler does not change.
public interface Sampler {
    /// How many numbers an epoch has.
    int size();

    /// The numbers of the examples of an epoch, [#size()] of them.
    ///
    /// @param epoch from 0
    int[] order(int epoch);

    /// What the orders depend on, to be saved with a run. Nothing, unless this is overridden.
    default StateDict stateDict() {
        return new StateDict();
    }

    /// A sampler with the orders of the one that the state was taken from; this one, unless this is overridden.
    ///
    /// @throws lanewise.engine.io.StateDictException if the state is of a sampler that differs in more than its
    /// seed
    default Sampler restored(StateDict state) {
        return this;
    }
}
