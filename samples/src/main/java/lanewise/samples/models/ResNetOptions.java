package lanewise.samples.models;

/// The sizes of a [ResNet].
///
/// @param blocks in each of the three groups: 3 make ResNet-20, 5 ResNet-32, 9 ResNet-56
/// @param channels of the images
/// @param width filters of the first group; each further one has twice as many
/// @param classes how many there are
public record ResNetOptions(int blocks, int channels, int width, int classes) {
    /// ResNet-20 for coloured images in ten classes: 272,474 parameters.
    public ResNetOptions() {
        this(3, 3, 16, 10);
    }

    /// @throws IllegalArgumentException if a number is less than 1
    public ResNetOptions {
        ModelOptions.atLeast(1, "blocks", blocks);
        ModelOptions.atLeast(1, "channels", channels);
        ModelOptions.atLeast(1, "width", width);
        ModelOptions.atLeast(1, "classes", classes);
    }

    /// The same with so many blocks in each group.
    public ResNetOptions withBlocks(int blocks) {
        return new ResNetOptions(blocks, channels, width, classes);
    }

    /// The same for images of so many channels.
    public ResNetOptions withChannels(int channels) {
        return new ResNetOptions(blocks, channels, width, classes);
    }

    /// The same with so many filters in the first group.
    public ResNetOptions withWidth(int width) {
        return new ResNetOptions(blocks, channels, width, classes);
    }

    /// The same for so many classes.
    public ResNetOptions withClasses(int classes) {
        return new ResNetOptions(blocks, channels, width, classes);
    }
}
