package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorStateTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 42, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1})
    void goesOnFromWhatWasSaved(long number) throws FileFormatException {
        Generator generator = new Generator(number);
        generator.setState(new Generator.State(number, ~number));
        generator.nextInt(10);
        StateDict saved = StateDict.of(new GeneratorState(generator).stateDict().flatten());
        Generator resumed = new Generator(7);
        new GeneratorState(resumed).loadStateDict(saved);
        assertThat(resumed.state()).isEqualTo(generator.state());
        assertThat(resumed.permutation(100)).isEqualTo(generator.permutation(100));
    }

    @Test
    void refusesWhatIsNoStateAndChangesNothing() {
        Generator generator = new Generator(3);
        GeneratorState state = new GeneratorState(generator);
        StateDict wrong = new StateDict().put("seed", 1).put("position", 0.5);
        assertThatThrownBy(() -> state.checkStateDict(wrong))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state's \"position\" is 0.5, not a whole number");
        assertThatThrownBy(() -> state.loadStateDict(wrong)).isInstanceOf(StateDictException.class);
        state.checkStateDict(new StateDict().put("seed", 1).put("position", 2));
        assertThat(generator.state()).isEqualTo(new Generator.State(3, 0));
    }
}
