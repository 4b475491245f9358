package lanewise.nn.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a call of [Trainer#fit] ended.
///
/// @param epochs the epochs that ended in this call
/// @param epoch how many epochs have been finished, in all calls
/// @param step how many steps have been made, in all calls
/// @param skipped how many steps were left out in all calls, since their loss or gradients were not finite
/// @param stopped why it ended before the last epoch; null if it did not
public record FitResult(
        List<EpochRecord> epochs,
        int epoch,
        long step,
        long skipped,
        @Nullable String stopped) {}
