package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final Refusals refusals = new Refusals();

    @Test
    void findsWhatTheCompilerGaveUp() {
        refusals.read("   1234  567       4       lanewise.engine.kernel.GemmTile::run (2100 bytes)   COMPILE SKIPPED:"
                + " out of nodes in regalloc (retry at different tier)");
        assertThat(refusals.refused()).hasSize(1).first().asString().startsWith("lanewise.engine.kernel.GemmTile::run");
    }

    @Test
    void leavesOutWhatIsTriedAgainAndWhatIsNotOurs() {
        refusals.read(
                "  1  2  4  lanewise.engine.op.Relu::forward (16 bytes)   COMPILE SKIPPED: concurrent class loading");
        refusals.read("  1  2  4  java.util.HashMap::put (16 bytes)   COMPILE SKIPPED: out of nodes");
        refusals.read("     92   33     n 0       java.lang.Object::hashCode (native)   (static)");
        refusals.read("    101   57 %     4       lanewise.bench.peers.FmaLoop::compute @ 63 (211 bytes)");
        assertThat(refusals.refused()).isEmpty();
    }

    @Test
    void keepsMessagesApartFromTheLog() {
        refusals.read("    101   57 %     4       lanewise.bench.peers.FmaLoop::compute @ 63 (211 bytes)");
        refusals.read(
                "    102   12   !   3       java.lang.String::charAt (25 bytes)   made not entrant: OSR invalidation");
        refusals.read("symbol lookup error: libtorch.so");
        assertThat(refusals.messages()).containsExactly("symbol lookup error: libtorch.so");
    }
}
