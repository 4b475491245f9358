package lanewise.nn.data.image;

import lanewise.engine.Generator;

/// Turns the image about its centre by an angle from `−degrees` to `degrees`. Each pixel becomes the nearest of the
/// image's, or zero where there is none: torchvision's default.
///
/// @param degrees the greatest angle
public record RandomRotation(double degrees) implements ImageTransform {
    /// @throws IllegalArgumentException if it is not from 0 to 180
    public RandomRotation {
        if (!(degrees >= 0 && degrees <= 180)) {
            throw new IllegalArgumentException("RandomRotation: degrees is " + degrees + "; it must be from 0 to 180");
        }
    }

    @Override
    public void apply(Image image, Generator random) {
        rotate(image, Chance.uniform(random, -degrees, degrees));
    }

    /// By an angle in degrees, counter-clockwise.
    static void rotate(Image image, double angle) {
        int h = image.height();
        int w = image.width();
        double cos = Math.cos(Math.toRadians(angle));
        double sin = Math.sin(Math.toRadians(angle));
        double centreY = (h - 1) / 2.0;
        double centreX = (w - 1) / 2.0;
        float[] from = image.pixels();
        float[] to = image.spare(h, w);
        int plane = h * w;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                long sourceX = Math.round(cos * (x - centreX) - sin * (y - centreY) + centreX);
                long sourceY = Math.round(sin * (x - centreX) + cos * (y - centreY) + centreY);
                boolean inside = sourceX >= 0 && sourceX < w && sourceY >= 0 && sourceY < h;
                int source = inside ? (int) (sourceY * w + sourceX) : 0;
                for (int c = 0; c < image.channels(); c++) {
                    to[c * plane + y * w + x] = inside ? from[c * plane + source] : 0f;
                }
            }
        }
        image.replace(h, w);
    }
}
