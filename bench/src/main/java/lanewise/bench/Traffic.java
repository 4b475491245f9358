package lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a benchmark's calls have moved. JMH divides it by the time: the row `gigabyte` of a throughput in seconds
/// reads as GB/s.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Traffic {
    /// 1e9 bytes that the operation has to read and write, each operand once.
    public double gigabyte;

    /// JMH's counters run from zero in each iteration.
    @Setup(Level.Iteration)
    public void reset() {
        gigabyte = 0;
    }
}
