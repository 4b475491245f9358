package lanewise.nn.data.image;

/// Which channels an image is read with.
public enum ImageMode {
    /// Red, green and blue; a grey image has three times the same.
    RGB(3),

    /// One; of a coloured image the luma of ITU-R 601, `0.299 R + 0.587 G + 0.114 B`, in whole steps.
    GRAY(1);

    private final int channels;

    ImageMode(int channels) {
        this.channels = channels;
    }

    /// How many there are.
    public int channels() {
        return channels;
    }
}
