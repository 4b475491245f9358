package lanewise.bench.peers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A library that computes problems. The peers are found by [java.util.ServiceLoader]; Lanewise is the first of
/// all.
///
/// An instance is made in the process that compares, which asks for the name and what to start a child with, and
/// one in the child, which does the rest.
public interface Contender {
    /// The head of its column.
    String name();

    /// Environment variables of its process.
    default Map<String, String> environment(int threads) {
        return Map.of();
    }

    /// Options of its Java virtual machine beside those that all have.
    default List<String> options() {
        return List.of();
    }

    /// Loads the library and sets the number of threads.
    ///
    /// @return what was loaded, with its version
    /// @throws UnsatisfiedLinkError if there is no native part for this platform
    String start(int threads);

    /// The problem, ready to be computed; null if the library does not have it.
    @Nullable
    Work prepare(Problem problem);

    /// Waits for what the first calls of a problem have set going beside them, which is not to be timed.
    default void settle() {}
}
