package lanewise.engine.parallel;

/// Work on a range of indices, independent of every other range.
@FunctionalInterface
public interface RangeTask {
    /// Works on `[from, to)`.
    void run(int from, int to);
}
