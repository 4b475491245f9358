package lanewise.nn.train;

/// A step whose loss or gradients are not finite. Its parameters have not been changed.
///
/// @param epoch from 0
/// @param batch the number of the step's first batch in the epoch, from 0
/// @param step how many steps were made before it, in all epochs
/// @param what what is not finite
/// @param origin where that came from, as far as a second run of the step shows it: the operation and the module
public record NonFinite(int epoch, int batch, long step, String what, String origin) {
    /// As one sentence.
    @Override
    public String toString() {
        return "epoch " + epoch + ", batch " + batch + ", after step " + step + ": " + what + "; " + origin;
    }
}
