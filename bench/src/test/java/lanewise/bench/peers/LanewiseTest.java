package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is timed is the right thing: each problem that the plain loops do in a short time.
class LanewiseTest {
    static List<Problem> problems() {
        return Problems.matching(Pattern.compile("")).stream()
                .filter(problem -> new PlainLoops().prepare(problem) != null)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void computesWhatThePlainLoopsDo(Problem problem) {
        Digest expected = digest(new PlainLoops(), problem);
        Digest actual = digest(new Lanewise(), problem);
        assertThat(actual.distanceFrom(expected)).isLessThan(problem.tolerance());
    }

    private static Digest digest(Contender contender, Problem problem) {
        Work work = Objects.requireNonNull(contender.prepare(problem));
        for (int i = 0; i < problem.calls(); i++) {
            work.run();
        }
        Digest digest = new Digest();
        work.result(digest);
        work.close();
        return digest;
    }
}
