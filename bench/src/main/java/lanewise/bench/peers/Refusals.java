package lanewise.bench.peers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a child prints beside its answers: the compiler's log, in which it says which methods of ours it gave
/// up, and error messages.
///
/// A kernel that is not compiled, because it is too large for the compiler say, runs a hundred times slower for
/// good; a benchmark of a few calls would hardly show it.
final class Refusals {
    /// Not those that are tried again, since a class was loaded meanwhile.
    private static final Pattern REFUSAL = Pattern.compile(
            "\\b(?<method>lanewise[.\\w$]*::\\w+).*(?<reason>COMPILE SKIPPED: (?!concurrent class loading)|out of"
                    + " nodes).*");
    private static final Pattern COMPILATION =
            Pattern.compile("^\\s*\\d+\\s+\\d+\\s+[%sbn!*\\s]*[0-4]?\\s+\\S+::.*|^\\s*\\d+\\s+\\d+\\s+.*made not .*");
    private static final int LAST_LINES = 20;

    private final Set<String> refused = new TreeSet<>();
    private final Deque<String> last = new ArrayDeque<>();

    /// Takes one line.
    synchronized void read(String line) {
        Matcher matcher = REFUSAL.matcher(line);
        if (matcher.find()) {
            refused.add(matcher.group().strip());
        } else if (!COMPILATION.matcher(line).find()) {
            last.addLast(line);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        }
    }

    /// Methods of ours that the compiler gave up, each with its reason.
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /// The last lines that the compiler did not write.
    synchronized List<String> messages() {
        return List.copyOf(last);
    }
}
