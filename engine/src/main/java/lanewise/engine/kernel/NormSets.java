package lanewise.engine.kernel;

/// Which elements of `x [n, c, length]`, row-major, are normalised together: sets of runs. A run is the elements of
/// one example and one channel, `length` of them side by side.
///
/// Of channels, a set is all examples of a channel: batch normalisation. Of groups, a set is the neighbouring
/// channels of a group in one example: group normalisation, and with a channel a group instance normalisation.
///
/// @param count the number of sets
/// @param runs the number of runs of each
/// @param length the number of elements of a run
/// @param channels the number of channels
/// @param groups the groups that an example's channels are divided into, or 0 for sets of channels
public record NormSets(int count, int runs, int length, int channels, int groups) {
    /// Sets of all examples of a channel.
    public static NormSets ofChannels(int n, int channels, int length) {
        return new NormSets(channels, n, length, channels, 0);
    }

    /// Sets of the channels of a group, in one example.
    public static NormSets ofGroups(int n, int channels, int groups, int length) {
        return new NormSets(n * groups, channels / groups, length, channels, groups);
    }

    /// The elements of a set.
    public int elements() {
        return runs * length;
    }

    /// The number of a run in memory, where example comes before channel.
    int run(int set, int i) {
        return groups == 0 ? i * channels + set : set * runs + i;
    }

    /// The channel of a run.
    int channel(int set, int i) {
        return groups == 0 ? set : set % groups * runs + i;
    }

    /// How many sets a thread should have at least.
    int grain() {
        return (int) Math.max(1, RowNorm.PARALLEL_FROM / Math.max(1, (long) runs * length));
    }
}
