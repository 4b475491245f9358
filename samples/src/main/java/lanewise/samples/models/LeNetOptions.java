package lanewise.samples.models;

/// The sizes of a [LeNet].
///
/// @param channels of the images
/// @param side their height and width in pixels, at least 16
/// @param firstFilters filters of the first convolution
/// @param secondFilters filters of the second
/// @param hidden units of the layer before the last
/// @param classes how many there are
public record LeNetOptions(int channels, int side, int firstFilters, int secondFilters, int hidden, int classes) {
    private static final int SMALLEST = 16;

    /// For grey images of 28 × 28 pixels in ten classes: 582,026 parameters.
    public LeNetOptions() {
        this(1, 28, 32, 64, 512, 10);
    }

    /// @throws IllegalArgumentException if the images are too small, or a number is less than 1
    public LeNetOptions {
        ModelOptions.atLeast(1, "channels", channels);
        ModelOptions.atLeast(SMALLEST, "side", side);
        ModelOptions.atLeast(1, "firstFilters", firstFilters);
        ModelOptions.atLeast(1, "secondFilters", secondFilters);
        ModelOptions.atLeast(1, "hidden", hidden);
        ModelOptions.atLeast(1, "classes", classes);
    }

    /// The same for images of this size.
    public LeNetOptions withImages(int channels, int side) {
        return new LeNetOptions(channels, side, firstFilters, secondFilters, hidden, classes);
    }

    /// The same with layers of these widths.
    public LeNetOptions withWidths(int firstFilters, int secondFilters, int hidden) {
        return new LeNetOptions(channels, side, firstFilters, secondFilters, hidden, classes);
    }

    /// The same for so many classes.
    public LeNetOptions withClasses(int classes) {
        return new LeNetOptions(channels, side, firstFilters, secondFilters, hidden, classes);
    }

    /// The side of what the second pooling leaves: each convolution takes 4 pixels, each pooling a half.
    int pooledSide() {
        return ((side - 4) / 2 - 4) / 2;
    }
}
