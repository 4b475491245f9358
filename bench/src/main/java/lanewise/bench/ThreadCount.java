package lanewise.bench;

import lanewise.engine.Threads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// How many threads the library computes with. What does not take this state, the scalar baselines, runs once and
/// not once for each number.
@State(Scope.Benchmark)
public class ThreadCount {
    /// The calling thread included.
    @Param({"1", "2"})
    public int threads;

    /// Before anything is computed.
    @Setup
    public void set() {
        Threads.set(threads);
    }
}
