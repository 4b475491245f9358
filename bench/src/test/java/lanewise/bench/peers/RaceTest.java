package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Real processes, one problem.
class RaceTest {
    private static final Race.Pace FAST = new Race.Pace(0.001, 0.01, 2);

    /// Computes something else.
    public static final class Wrong implements Contender {
        /// For [Child].
        public Wrong() {}

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public String start(int threads) {
            return "wrong";
        }

        @Override
        public @Nullable Work prepare(Problem problem) {
            return new Work() {
                @Override
                public void run() {}

                @Override
                public void result(Digest digest) {
                    digest.add("product", new float[64]);
                }
            };
        }
    }

    /// Has no library here.
    public static final class Missing implements Contender {
        /// For [Child].
        public Missing() {}

        @Override
        public String name() {
            return "missing";
        }

        @Override
        public String start(int threads) {
            throw new UnsatisfiedLinkError("no such library for this platform");
        }

        @Override
        public @Nullable Work prepare(Problem problem) {
            return null;
        }
    }

    @Test
    void comparesWithThoseThatAgree() throws IOException {
        var contenders = List.of(new Lanewise(), new PlainLoops(), new Wrong(), new Missing());
        try (Race race = new Race(contenders, 1, FAST)) {
            Row row = race.run(Problems.named("gemm NN 8x8x8"));
            assertThat(row.cells().get(0).timing()).isNotNull();
            assertThat(row.cells().get(1).timing()).isNotNull();
            assertThat(row.cells().get(2)).isEqualTo(new Row.Cell(null, "differs"));
            assertThat(row.cells().get(3)).isEqualTo(new Row.Cell(null, "n/a"));
            assertThat(row.ratio()).isPositive();
            assertThat(row.limit()).isPositive();
            assertThat(race.remarks())
                    .contains("loops: ready plain loops")
                    .anyMatch(remark -> remark.contains("missing") && remark.contains("no such library"))
                    .anyMatch(remark -> remark.contains("wrong differs from Lanewise"));
        }
    }

    @Test
    void problemsThatNobodyElseHasAreTimedAllTheSame() throws IOException {
        try (Race race = new Race(List.of(new Lanewise(), new PlainLoops()), 2, FAST)) {
            Row row = race.run(Problems.named("gemm NN 1x4096x4096"));
            assertThat(row.cells().get(1)).isEqualTo(Row.Cell.NONE);
            assertThat(row.threads()).isEqualTo(2);
            assertThat(row.ratio()).isNaN();
            assertThat(row.ofLimit()).isPositive();
        }
    }
}
