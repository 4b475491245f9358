package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class GemmGridTest {
    @Test
    void partsAreWholeTilesAndCoverEachElementOnce() {
        Random random = new Random(1);
        GemmGrid grid = new GemmGrid();
        for (int i = 0; i < 2_000; i++) {
            int rows = 1 + random.nextInt(200);
            int from = random.nextInt(3) * 64;
            int to = from + 1 + random.nextInt(300);
            int tileRows = new int[] {4, 6, 8, 24}[random.nextInt(4)];
            int tileColumns = new int[] {16, 48, 64}[random.nextInt(3)];
            grid.set(rows, from, to, tileRows, tileColumns);
            grid.divide(1 + random.nextInt(24));
            int[][] met = new int[rows][to];
            for (int part = 0; part < grid.parts(); part++) {
                assertThat(grid.top(part) % tileRows).isZero();
                assertThat((grid.left(part) - from) % tileColumns).isZero();
                for (int row = grid.top(part); row < grid.bottom(part); row++) {
                    for (int column = grid.left(part); column < grid.right(part); column++) {
                        met[row][column]++;
                    }
                }
            }
            for (int[] row : met) {
                for (int column = 0; column < to; column++) {
                    assertThat(row[column] == (column < from ? 0 : 1)).isTrue();
                }
            }
        }
    }
}
