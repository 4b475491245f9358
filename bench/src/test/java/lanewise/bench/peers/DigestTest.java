package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static Digest of(String name, float... numbers) {
        Digest digest = new Digest();
        digest.add(name, numbers);
        return digest;
    }

    @Test
    void equalNumbersAreNoDistanceApart() {
        float[] numbers = Inputs.normal(1, 1000);
        assertThat(of("a", numbers).distanceFrom(of("a", numbers))).isZero();
    }

    /// One wrong element of a million shows, and in the size of the error.
    @Test
    void oneWrongElementShows() {
        float[] wrong = Inputs.normal(1, 1_000_000);
        wrong[777_777] += 1;
        double distance = of("a", wrong).distanceFrom(of("a", Inputs.normal(1, 1_000_000)));
        assertThat(distance).isBetween(0.5e-3, 2e-3);
    }

    @Test
    void exchangedElementsShow() {
        float[] numbers = {1, 2, 3, 4, 5, 6, 7, 8};
        float[] exchanged = {2, 1, 3, 4, 5, 6, 8, 7};
        assertThat(of("a", exchanged).distanceFrom(of("a", numbers))).isGreaterThan(0.01);
    }

    @Test
    void partsMustBeExpectedAndOfTheSameLength() {
        assertThat(of("a", 1).distanceFrom(of("b", 1))).isInfinite();
        assertThat(of("a", 1, 2).distanceFrom(of("a", 1))).isInfinite();
        assertThat(new Digest().distanceFrom(of("a", 1))).isInfinite();
    }

    @Test
    void nanIsNeverNear() {
        assertThat(of("a", Float.NaN).distanceFrom(of("a", 1))).isNaN();
    }

    /// A contender may show less than another one.
    @Test
    void partsThatAreMissingAreNotCompared() {
        Digest both = of("a", 1);
        both.add("b", 2);
        assertThat(of("a", 1).distanceFrom(both)).isZero();
    }

    @Test
    void textCarriesAll() {
        Digest digest = of("input gradient", Inputs.normal(1, 100));
        digest.add("loss", 3);
        assertThat(Digest.parse(digest.toString()).distanceFrom(digest)).isZero();
        assertThat(Digest.parse(digest.toString())).hasToString(digest.toString());
    }
}
