package lanewise.nn.train;

import java.util.Map;

/// One epoch of a run.
///
/// @param epoch from 0
/// @param step how many steps have been made, in all epochs
/// @param values the figures by their names, in order: `loss` and the metrics over the batches of the epoch, each
///     as the model was in its step; `val_loss` and `val_...`, if there are validation batches
/// @param learningRate that of the first group of parameters, in the last step
/// @param samples how many examples it had
/// @param tokens how many whole numbers its inputs had, if they are a [lanewise.autograd.LongTensor]; otherwise 0
/// @param seconds how long its steps took, with the waiting for their batches
/// @param skipped how many steps were left out, since their loss or gradients were not finite
/// @param memory what the process needs now
public record EpochRecord(
        int epoch,
        long step,
        Map<String, Double> values,
        double learningRate,
        long samples,
        long tokens,
        double seconds,
        long skipped,
        MemoryUse memory) {
    /// One of the figures.
    ///
    /// @throws IllegalArgumentException if there is none of this name; the message lists those that there are
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no value \"" + name + "\" in an epoch; there are "
                    + String.join(", ", values.keySet())
                    + (name.startsWith("val_") ? "; those of the validation come with validation batches" : ""));
        }
        return value;
    }

    /// Examples a second.
    public double samplesPerSecond() {
        return samples / seconds;
    }

    /// Tokens a second.
    public double tokensPerSecond() {
        return tokens / seconds;
    }
}
