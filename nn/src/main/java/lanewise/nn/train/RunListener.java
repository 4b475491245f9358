package lanewise.nn.train;

/// What watches a [Trainer]'s run and changes nothing in it: a log of metrics, a progress bar, a plot.
///
/// Listeners are called after the [Callback]s, in the order in which they were added.
public interface RunListener {
    /// Before the first step of an epoch, or of what is left of it.
    ///
    /// @param epoch from 0
    /// @param epochs how many there are to be in all
    /// @param batches how many batches the epoch has
    /// @param done how many of them a run that goes on has seen already
    default void epochStarted(int epoch, int epochs, int batches, int done) {}

    /// After each step.
    default void stepDone(StepRecord step) {}

    /// After a step that was left out.
    default void stepSkipped(NonFinite found) {}

    /// After each epoch and its validation.
    default void epochDone(EpochRecord epoch) {}

    /// At the end of [Trainer#fit], unless it throws.
    default void runEnded(FitResult result) {}
}
