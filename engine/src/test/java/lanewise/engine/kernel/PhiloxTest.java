package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
    /// The known answers that Random123 (the authors' library) ships for `philox4x32 10`.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0000000000000000, 0000000000000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffffffffffff, ffffffffffffffff, ffffffffffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "299f31d0a4093822, 85a308d3243f6a88, 0370734413198a2e, d16cfe09 94fdcceb 5001e420 24126ea1",
    })
    void givesThePublishedAnswers(String key, String low, String high, String words) {
        int[] block = new int[Philox.WORDS];
        Philox.block(
                Long.parseUnsignedLong(key, 16),
                Long.parseUnsignedLong(low, 16),
                Long.parseUnsignedLong(high, 16),
                block);
        assertThat("%08x %08x %08x %08x".formatted(block[0], block[1], block[2], block[3]))
                .isEqualTo(words);
    }

    @Test
    void thePositionIsTheLowerHalfOfTheCounter() {
        int[] block = new int[Philox.WORDS];
        int[] full = new int[Philox.WORDS];
        Philox.block(17, -5, block);
        Philox.block(17, -5, 0, full);
        assertThat(block).isEqualTo(full);
    }
}
