package lanewise.nn.metric;

import lanewise.autograd.Tensor;
import lanewise.engine.io.Stateful;

/// A figure over many batches: how well predictions fit their targets.
///
/// ```java
/// var accuracy = new Accuracy();
/// for (var batch : loader) {
///     accuracy.update(model.call(batch.inputs()), batch.targets());
/// }
/// accuracy.value()
/// ```
///
/// Sums are taken in double, in the order of the examples, so that the value is the same for any number of threads.
/// What has been counted can be saved and loaded, for a run that goes on in the middle of an epoch. Nothing is
/// recorded for gradients.
///
/// @param <T> the targets' type
public interface Metric<T> extends Stateful {
    /// The name under which the value is reported, as `accuracy`.
    String name();

    /// Counts the examples of a batch.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit; nothing has been counted then
    void update(Tensor predictions, T targets);

    /// The figure over all that was counted since the last [#reset()].
    ///
    /// @throws IllegalStateException if that is nothing
    double value();

    /// Forgets all that was counted.
    void reset();
}
