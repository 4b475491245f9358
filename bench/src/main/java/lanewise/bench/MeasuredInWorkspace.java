package lanewise.bench;

import lanewise.engine.Workspace;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.TearDown;

/// A benchmark whose results lie in a workspace, which is closed only by the next call, so that the result can be
/// looked at: from the second call on it is computed into memory that is there already.
public abstract class MeasuredInWorkspace extends Measured {
    private @Nullable Workspace open;

    /// Closes the last call's workspace, and opens one for this call.
    final void renew() {
        close();
        open = Workspace.open();
    }

    /// Closes the last call's workspace.
    @TearDown
    public void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
