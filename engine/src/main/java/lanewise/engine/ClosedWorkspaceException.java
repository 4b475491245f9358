package lanewise.engine;

/// The use of an array whose memory went back with its [Workspace].
public final class ClosedWorkspaceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ClosedWorkspaceException() {
        super("this array's memory was taken back: it was made inside a Workspace that has been closed, or on the way "
                + "to the result of a layer that forgets its intermediates; keep() what must outlive the workspace, or "
                + "compute it outside");
    }
}
