package lanewise.optim;

import static lanewise.optim.LBFGS.LineSearch.NONE;
import static lanewise.optim.LBFGS.LineSearch.STRONG_WOLFE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.LBFGS.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LBFGSOptionsTest {
    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "LBFGS: learningRate is -0.1");
        refused(() -> new Options().withMaxIter(0), "LBFGS: maxIter is 0; it must be at least 1");
        refused(() -> new Options().withMaxEval(0), "LBFGS: maxEval is 0");
        refused(() -> new Options().withToleranceGrad(-1), "LBFGS: toleranceGrad is -1.0");
        refused(() -> new Options().withToleranceChange(Double.NaN), "LBFGS: toleranceChange is NaN");
        refused(() -> new Options().withHistorySize(0), "LBFGS: historySize is 0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1, 20, 25, 1e-7, 1e-9, 100, NONE));
        var p = List.of(Rules.parameter(1));
        assertThat(new LBFGS(p).defaults()).isEqualTo(new Options());
        assertThat(new LBFGS(p, 0.5).defaults()).isEqualTo(new Options(0.5));
        assertThat(new Options().withMaxIter(1).maxEval()).isEqualTo(1);
        assertThat(new Options().withMaxIter(10).maxEval()).isEqualTo(12);
    }

    @Test
    void savesItsOptions() {
        Options options = new Options(0.5)
                .withMaxIter(8)
                .withMaxEval(9)
                .withToleranceGrad(0.25)
                .withToleranceChange(0.125)
                .withHistorySize(7)
                .withLineSearch(STRONG_WOLFE);
        StateDict saved = options.toStateDict();
        assertThat(saved.text("line_search_fn")).isEqualTo("strong_wolfe");
        assertThat(new Options().withStateDict(saved)).isEqualTo(options);
        assertThat(new Options().toStateDict().isNull("line_search_fn")).isTrue();
        assertThat(options.withStateDict(new Options().toStateDict())).isEqualTo(new Options());
        assertThat(options.withStateDict(new StateDict().put("max_iter", 4L)).maxEval())
                .isEqualTo(5);
        assertThat(options.withStateDict(new StateDict().putNull("max_eval")).maxEval())
                .isEqualTo(9);
        assertThatThrownBy(() -> options.withStateDict(new StateDict().put("line_search_fn", "armijo")))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining("line_search_fn is armijo");
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
