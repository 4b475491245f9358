/// The same problems on Lanewise and on other libraries, in one run and one table.
///
/// A [lanewise.bench.peers.Problem] says what is computed; a [lanewise.bench.peers.Contender] is a library that
/// computes some of them. Each contender runs in a process of its own ([lanewise.bench.peers.Child]), and the
/// processes take turns ([lanewise.bench.peers.Race]), so that a machine that is slow for a while is slow for all.
///
/// The other libraries' contenders lie in `src/peers/java` and are compiled with `-Dpeers` alone.
@NullMarked
package lanewise.bench.peers;

import org.jspecify.annotations.NullMarked;
