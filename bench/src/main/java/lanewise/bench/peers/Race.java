package lanewise.bench.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// All contenders on the same problems with the same number of threads, in turn: each gets a short time in each
/// round, so that what slows the machine down for a while slows all of them down.
final class Race implements AutoCloseable {
    private static final String FAILED_NOTE = "failed";

    /// Contenders whose calls take longer than their share of the rounds get fewer of them.
    private static final double PATIENCE = 3;

    /// Warm-up goes on while a turn is still that much faster than the one before,
    private static final double WARM = 0.9;

    /// or allocates so many bytes a call: vectors are objects until their loop is compiled.
    private static final double BOXED = 10_000;

    private static final int MOST_WARM_UPS = 8;

    /// The threads of whoever computed before go on spinning for a while.
    private static final long PAUSE_MILLIS = 5;

    private final Pace pace;
    private final List<Contender> contenders;
    private final List<ChildProcess> children = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private double gflops;
    private final int threads;

    /// How long all takes.
    ///
    /// @param warmUp seconds that each contender computes a problem before it is timed
    /// @param seconds that it is timed in all
    /// @param rounds that these are divided into
    record Pace(double warmUp, double seconds, int rounds) {}

    /// Starts a process for each contender, Lanewise first, and measures the machine.
    Race(List<Contender> contenders, int threads, Pace pace) throws IOException {
        this.pace = pace;
        this.contenders = contenders;
        this.threads = threads;
        for (Contender contender : contenders) {
            ChildProcess child = new ChildProcess(contender, threads);
            children.add(child);
            remarks.add(contender.name() + ": " + child.greeting());
            if (child.greeting().startsWith(Child.FAILED)) {
                child.refusals().messages().forEach(remarks::add);
            }
        }
        gflops = measured("peak");
        double copy = measured("bandwidth COPY 3e8");
        double update = measured("bandwidth UPDATE 3e8");
        remarks.add(String.format(
                Locale.ROOT,
                "limits, %d thread%s: %.0f GFLOP/s; in memory copy %.0f, update %.0f GB/s",
                threads,
                threads == 1 ? "" : "s",
                gflops,
                copy,
                update));
    }

    /// A figure of the machine's; NaN if it could not be measured.
    private double measured(String command) {
        String answer = children.getFirst().ask(command);
        return answer.startsWith(Child.FAILED) ? Double.NaN : Double.parseDouble(answer);
    }

    /// The least time for a problem in nanoseconds, as the machine is at this moment.
    private double limit(Problem problem) {
        Traffic traffic = problem.traffic();
        gflops = Math.max(gflops, measured("peak"));
        double gigabytes = measured("bandwidth " + traffic.kind() + " " + traffic.footprint());
        return Math.max(problem.flops() / gflops, traffic.bytes() / gigabytes);
    }

    /// What there is to say beside the rows.
    List<String> remarks() {
        return remarks;
    }

    /// The kernels of ours that the compiler gave up so far.
    List<String> refused() {
        return children.getFirst().refusals().refused();
    }

    /// Times one problem.
    Row run(Problem problem) {
        List<Lane> lanes = new ArrayList<>();
        for (ChildProcess child : children) {
            lanes.add(new Lane(child));
        }
        lanes.forEach(lane -> lane.prepare(problem));
        Lane ours = lanes.getFirst();
        lanes.subList(1, lanes.size()).forEach(lane -> compare(problem, lane, ours));
        double before = limit(problem);
        lanes.forEach(lane -> lane.warmUp(pace));
        for (int round = 0; round < pace.rounds; round++) {
            int current = round;
            List<Lane> order = round % 2 == 0 ? lanes : lanes.reversed();
            order.forEach(lane -> lane.time(current, pace));
        }
        lanes.forEach(lane -> lane.child.ask("drop"));
        double limit = Math.min(before, limit(problem));
        return new Row(problem, threads, lanes.stream().map(Lane::cell).toList(), limit);
    }

    private void compare(Problem problem, Lane peer, Lane ours) {
        Digest expected = ours.digest;
        Digest actual = peer.digest;
        if (expected == null || actual == null) {
            return;
        }
        double distance = actual.distanceFrom(expected);
        if (!(distance <= problem.tolerance())) {
            peer.leave("differs");
            String name = contenders.get(children.indexOf(peer.child)).name();
            remarks.add(String.format(
                    Locale.ROOT, "%s: %s differs from Lanewise by %.1e of its norm", problem.name(), name, distance));
        }
    }

    @Override
    public void close() {
        children.forEach(ChildProcess::close);
    }

    /// One contender on one problem.
    private final class Lane {
        final ChildProcess child;

        @Nullable
        Digest digest;

        private @Nullable String gone;
        private int rounds;
        private final List<Timing> timings = new ArrayList<>();

        Lane(ChildProcess child) {
            this.child = child;
            if (child.greeting().startsWith(Child.FAILED)) {
                gone = "n/a";
            }
        }

        void leave(String note) {
            gone = note;
        }

        /// What a child answers; null if there is none, and then the contender leaves.
        private @Nullable String ask(String command) {
            if (gone != null) {
                return null;
            }
            String answer = child.ask(command);
            if (answer.equals(Child.NONE)) {
                leave("-");
                return null;
            }
            if (answer.startsWith(Child.FAILED)) {
                leave(FAILED_NOTE);
                remarks.add(contenders.get(children.indexOf(child)).name() + ", " + command + ": " + answer);
                return null;
            }
            return answer;
        }

        void prepare(Problem problem) {
            if (ask("prepare " + problem.name()) != null) {
                String answer = ask("check");
                digest = answer == null ? null : Digest.parse(answer);
            }
        }

        void warmUp(Pace pace) {
            double before = Double.POSITIVE_INFINITY;
            for (int i = 0; i < MOST_WARM_UPS; i++) {
                String answer = ask("time " + pace.warmUp);
                if (answer == null) {
                    return;
                }
                Timing timing = Timing.parse(answer);
                double now = timing.median();
                rounds = Math.clamp((long) (PATIENCE * pace.seconds * 1e9 / now), 1, pace.rounds);
                boolean slow = now > pace.warmUp * 1e9;
                if (timing.bytes() < BOXED && (slow || now > WARM * before)) {
                    return;
                }
                before = now;
            }
        }

        void time(int round, Pace pace) {
            if (round >= rounds) {
                return;
            }
            pause();
            String answer = ask("time " + pace.seconds / pace.rounds);
            if (answer != null) {
                timings.add(Timing.parse(answer));
            }
        }

        /// The fastest sample of all rounds, the median of their medians.
        Row.Cell cell() {
            if (timings.isEmpty() || gone != null) {
                return new Row.Cell(null, gone == null ? "-" : gone);
            }
            double[] medians =
                    timings.stream().mapToDouble(Timing::median).sorted().toArray();
            double best = Collections.min(timings.stream().map(Timing::best).toList());
            double bytes = Collections.min(timings.stream().map(Timing::bytes).toList());
            return new Row.Cell(new Timing(best, medians[medians.length / 2], bytes), "");
        }

        private static void pause() {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
