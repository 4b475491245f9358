package lanewise.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What a benchmark's calls have computed. JMH divides it by the time: the row `gflop` of a throughput in seconds
/// reads as GFLOP/s.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Arithmetic {
    /// 1e9 floating-point operations; a multiply-add counts as two.
    public double gflop;

    /// JMH's counters run from zero in each iteration.
    @Setup(Level.Iteration)
    public void reset() {
        gflop = 0;
    }
}
