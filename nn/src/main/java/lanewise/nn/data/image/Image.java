package lanewise.nn.data.image;

/// One image while it is being transformed: its numbers, and a second array to write the next version into.
public final class Image {
    private final int channels;
    private int height;
    private int width;
    private float[] pixels;
    private float[] spare = new float[0];

    /// An image of zeros.
    public Image(int channels, int height, int width) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        pixels = new float[channels * height * width];
    }

    /// The number of channels.
    public int channels() {
        return channels;
    }

    /// The number of rows.
    public int height() {
        return height;
    }

    /// The number of columns.
    public int width() {
        return width;
    }

    /// How many numbers there are: `channels * height * width`.
    public int elements() {
        return channels * height * width;
    }

    /// The numbers `[channels, height, width]`, row-major, from index 0 on; what is behind them is of no meaning.
    /// Live.
    public float[] pixels() {
        return pixels;
    }

    /// Room for `[channels, height, width]`, of undefined content. What is written there becomes the image by
    /// [#replace].
    public float[] spare(int height, int width) {
        int needed = channels * height * width;
        if (spare.length < needed) {
            spare = new float[needed];
        }
        return spare;
    }

    /// Makes what was written into [#spare] the image, of these sizes.
    public void replace(int height, int width) {
        float[] written = spare(height, width);
        spare = pixels;
        pixels = written;
        this.height = height;
        this.width = width;
    }

    /// Begins anew with other numbers.
    void load(float[] from, int at, int height, int width) {
        System.arraycopy(from, at, spare(height, width), 0, channels * height * width);
        replace(height, width);
    }
}
