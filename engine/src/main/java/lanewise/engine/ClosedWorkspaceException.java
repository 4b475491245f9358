package lanewise.engine;

/// The use of an array whose memory went back with its [Workspace].
public final class ClosedWorkspaceException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ClosedWorkspaceException() {
        super("this array was made inside a Workspace that has been closed, and its memory was taken back; "
                + "keep() what must outlive the workspace, or compute it outside");
    }
}
