package lanewise.bench.peers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a problem took, by each contender, Lanewise first.
///
/// @param limit the least nanoseconds that the machine needs
record Row(Problem problem, int threads, List<Cell> cells, double limit) {
    /// A contender's time, or why there is none.
    ///
    /// @param timing null if there is none
    /// @param note what stands in its place; `-` for a problem that the library does not have
    record Cell(@Nullable Timing timing, String note) {
        static final Cell NONE = new Cell(null, "-");
    }

    /// How much faster than the best of the others Lanewise is, by fastest samples; NaN if there is no other.
    double ratio() {
        double ours = best(cells.getFirst());
        return bestPeer(false) / ours;
    }

    /// The same by medians.
    double medianRatio() {
        return bestPeer(true) / median(cells.getFirst());
    }

    /// The part of what the machine can do, from 0 to 1; beyond where the caches help more than assumed.
    double ofLimit() {
        return limit / best(cells.getFirst());
    }

    private double bestPeer(boolean median) {
        double fastest = Double.NaN;
        for (Cell cell : cells.subList(1, cells.size())) {
            double time = median ? median(cell) : best(cell);
            if (!(fastest <= time) && !Double.isNaN(time)) {
                fastest = time;
            }
        }
        return fastest;
    }

    private static double best(Cell cell) {
        return cell.timing() == null ? Double.NaN : cell.timing().best();
    }

    private static double median(Cell cell) {
        return cell.timing() == null ? Double.NaN : cell.timing().median();
    }
}
