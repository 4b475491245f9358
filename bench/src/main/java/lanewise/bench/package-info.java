/// Benchmarks. Each class times the library's `vector` method beside a `scalar` one, the same work as a plain loop,
/// and a test compares what the two compute.
@NullMarked
package lanewise.bench;

import org.jspecify.annotations.NullMarked;
