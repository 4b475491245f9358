package lanewise.bench.peers;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/// How long calls took.
///
/// @param best nanoseconds of a call in the fastest sample
/// @param median nanoseconds of a call in the middle one
/// @param bytes that the calling thread allocated in a call
record Timing(double best, double median, double bytes) {
    /// Short enough to fall between two interruptions, long enough for the clock.
    private static final double SAMPLE_NANOS = 5e5;
    private static final int MOST_SAMPLES = 10_000;

    private static final com.sun.management.ThreadMXBean MEMORY =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// Calls for `seconds`, at least once, in samples of half a millisecond or of one call.
    static Timing of(Work work, double seconds) {
        double[] samples = new double[MOST_SAMPLES];
        int count = 0;
        long calls = 0;
        long batch = 1;
        long allocated = MEMORY.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        long now = start;
        do {
            long before = now;
            for (long i = 0; i < batch; i++) {
                work.run();
            }
            now = System.nanoTime();
            calls += batch;
            samples[count++] = (double) (now - before) / batch;
            if (count == 1) {
                batch = Math.clamp((long) (SAMPLE_NANOS / Math.max(1, now - before)), 1, 1_000_000);
            }
        } while (now - start < seconds * 1e9 && count < MOST_SAMPLES);
        double bytes = (double) (MEMORY.getCurrentThreadAllocatedBytes() - allocated) / calls;
        Arrays.sort(samples, 0, count);
        return new Timing(samples[0], samples[count / 2], bytes);
    }

    /// `best median bytes`
    @Override
    public String toString() {
        return best + " " + median + " " + bytes;
    }

    /// What [#toString()] wrote.
    static Timing parse(String text) {
        String[] numbers = text.split(" ");
        return new Timing(
                Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]));
    }
}
