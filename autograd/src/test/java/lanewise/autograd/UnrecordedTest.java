package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// The views of whole numbers and of truth values.
class UnrecordedTest {
    private final LongTensor longs = LongTensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    private final BoolTensor bools = longs.gt(LongTensor.of(2));

    @Test
    void seeTheSameElements() {
        assertThat(longs.narrow(1, 1, 2).toArray()).containsExactly(2, 3, 5, 6);
        assertThat(longs.select(-1, -1).toArray()).containsExactly(3, 6);
        assertThat(longs.transpose(0, 1).toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(longs.permute(1, 0).toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(longs.unsqueeze(1).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(longs.unsqueeze(1).squeeze(1).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(longs.unsqueeze(0).expand(2, -1, 3).toArray()).containsExactly(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6);
        assertThat(bools.select(0, 0).toArray()).containsExactly(false, false, true);
        assertThat(bools.narrow(1, 0, 1).expand(2, 2).toArray()).containsExactly(false, false, true, true);
        assertThat(bools.transpose(0, 1).select(0, 2).toArray()).containsExactly(true, true);
    }

    @Test
    void shareTheirMemory() {
        BoolTensor view = bools.narrow(0, 1, 1);
        assertThat(view.array().storage()).isSameAs(bools.array().storage());
        assertThat(longs.select(0, 1).array().storage()).isSameAs(longs.array().storage());
    }

    @Test
    void areNotWrittenWhereTheyRepeatElements() {
        LongTensor row = LongTensor.zeros(1, 3);
        LongTensor repeated = row.expand(2, 3);
        assertThatThrownBy(() -> repeated.copy_(longs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("copy_: the array written to (")
                .hasMessageContaining("repeats elements, as after expand; copy it first");
        assertThatThrownBy(() -> repeated.set(LongTensor.of(1), Index.of(LongTensor.of(0, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set: the array written to (");
        assertThat(row.toArray()).containsOnly(0);
        repeated.set(LongTensor.of(7), Index.at(1));
        assertThat(row.toArray()).containsOnly(7);
    }

    @Test
    void joinWithNothing() {
        LongTensor none = LongTensor.zeros(0);
        assertThat(LongTensor.cat(List.of(none, longs), 0).toArray()).containsExactly(longs.toArray());
        assertThat(LongTensor.cat(List.of(none, longs, longs), 1).shape()).isEqualTo(Shape.of(2, 6));
        assertThat(BoolTensor.cat(List.of(none.toBool(), bools), 0).toArray()).containsExactly(bools.toArray());
    }

    @Test
    void refuseWhatIsNotThere() {
        assertThatThrownBy(() -> bools.narrow(1, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> longs.select(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> longs.expand(2, 4)).isInstanceOf(ShapeMismatchException.class);
    }
}
