package lanewise.bench.peers;

/// What a problem must move at least, each array once and whatever the caches do.
///
/// @param kind the mixture of reads and writes, which decides how fast memory is
/// @param bytes read and written in a call
/// @param footprint bytes of memory that a call touches, which decides in which cache they lie
record Traffic(Kind kind, double bytes, double footprint) {
    /// Mixtures, each a loop that [Limits] times.
    enum Kind {
        /// Nothing but reads.
        READ(1),
        /// `y = x`
        COPY(2),
        /// `y = a + b`
        ADD(3),
        /// `y = y + c·x`, where the written lines are in the cache already
        UPDATE(3);

        /// Floats read or written for an element.
        final int floats;

        Kind(int floats) {
            this.floats = floats;
        }

        /// The arrays that lie in memory.
        int arrays() {
            return this == UPDATE ? 2 : floats;
        }
    }

    static Traffic of(Kind kind, double bytes) {
        return new Traffic(kind, bytes, bytes * kind.arrays() / kind.floats);
    }
}
