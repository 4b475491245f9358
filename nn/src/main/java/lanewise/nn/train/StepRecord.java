package lanewise.nn.train;

/// One step of a run.
///
/// @param epoch from 0
/// @param step its number, from 1, in all epochs
/// @param batch how many batches of the epoch have been seen
/// @param loss the mean over the step's examples
/// @param gradientNorm the Euclidean norm of all gradients before they were clipped; NaN where the trainer does not
///     look for what is not finite
/// @param learningRate that of the first group of parameters, in this step
/// @param samples how many examples it had
/// @param tokens how many whole numbers its inputs had, if they are a [lanewise.autograd.LongTensor]; otherwise 0
/// @param seconds how long it took, with the waiting for its batches
/// @param usedHeap bytes of the heap that are in use, garbage included
public record StepRecord(
        int epoch,
        long step,
        int batch,
        double loss,
        double gradientNorm,
        double learningRate,
        int samples,
        long tokens,
        double seconds,
        long usedHeap) {
    /// Examples a second.
    public double samplesPerSecond() {
        return samples / seconds;
    }

    /// Tokens a second.
    public double tokensPerSecond() {
        return tokens / seconds;
    }
}
