package lanewise.bench.peers;

import java.util.Objects;
import lanewise.engine.Workspace;
import org.jspecify.annotations.Nullable;

/// Work whose results are a workspace's memory, which each call takes back from the call before: so the memory is
/// always the same, and the last result can be looked at.
abstract class OperationWork implements Work {
    private @Nullable Workspace open;

    abstract void compute();

    @Override
    public final void run() {
        close();
        open = Workspace.open();
        compute();
    }

    @Override
    public final void close() {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    static <T> T computed(@Nullable T result) {
        return Objects.requireNonNull(result, "nothing was computed yet");
    }
}
