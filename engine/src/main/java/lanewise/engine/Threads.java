package lanewise.engine;

import lanewise.engine.parallel.Workers;

/// How many threads the library computes with: the property `lanewise.threads`, or as many as there are processors.
/// Results do not depend on it, bit for bit.
public final class Threads {
    private Threads() {}

    /// The number of threads, the calling one included.
    public static int get() {
        return Workers.threads();
    }

    /// Sets the number of threads, the calling one included.
    ///
    /// @throws IllegalArgumentException if `count` is not from 1 to 1024
    public static void set(int count) {
        Workers.setThreads(count);
    }
}
