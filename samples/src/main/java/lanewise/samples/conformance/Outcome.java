package lanewise.samples.conformance;

import java.util.Locale;

/// What became of a case.
public enum Outcome {
    /// The library gives what PyTorch gives.
    PASSED,
    /// It gives something else, or fails.
    FAILED,
    /// It has nothing for the case.
    MISSING,
    /// It must be refused, and Java's types refuse it already: no program can call the library like that.
    NOT_EXPRESSIBLE;

    /// As it is printed.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
