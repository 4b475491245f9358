package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// What an object gets that says nothing about checking.
class StatefulTest {
    private static final class Counter implements Stateful {
        private final NDArray sum = NDArray.of(Shape.of(2), 1, 2);
        private long count = 5;

        @Override
        public StateDict stateDict() {
            return new StateDict().put("count", count).put("sum", sum);
        }

        @Override
        public void loadStateDict(StateDict state) {
            long loaded = state.integer("count");
            System.arraycopy(state.array("sum").toArray(), 0, sum.data(), sum.offset(), 2);
            count = loaded;
        }
    }

    @Test
    void checkingLeavesTheStateAsItWas() {
        Counter counter = new Counter();
        counter.checkStateDict(new StateDict().put("count", 9).put("sum", NDArray.of(Shape.of(2), 8, 9)));
        assertThat(counter.count).isEqualTo(5);
        assertThat(counter.sum.toArray()).containsExactly(1, 2);
    }

    @Test
    void checkingThrowsWhatLoadingWould() {
        Counter counter = new Counter();
        assertThatThrownBy(() -> counter.checkStateDict(new StateDict().put("count", "many")))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state's \"count\" is the text \"many\", not a whole number");
        assertThat(counter.count).isEqualTo(5);
    }
}
