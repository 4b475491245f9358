package lanewise.samples;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;

/// Digits in the fonts that Java finds on the machine. Needs no display.
final class FontGlyphs {
    private static final String[] FAMILIES = {Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED};
    private static final int[] STYLES = {Font.PLAIN, Font.BOLD, Font.ITALIC, Font.BOLD | Font.ITALIC};

    private FontGlyphs() {}

    /// For each digit from 0 to 9 its masks, one a font.
    ///
    /// @throws IllegalStateException if the machine has no usable font, or no way to draw one
    static List<List<GlyphMask>> draw() {
        System.setProperty("java.awt.headless", "true");
        try {
            List<List<GlyphMask>> digits = new ArrayList<>();
            for (char digit = '0'; digit <= '9'; digit++) {
                digits.add(draw(digit));
            }
            return digits;
        } catch (LinkageError
                | InternalError
                | RuntimeException e) { // each is thrown by some JDK without a font library
            throw new IllegalStateException("no font can be drawn with on this machine", e);
        }
    }

    private static List<GlyphMask> draw(char digit) {
        List<GlyphMask> masks = new ArrayList<>();
        for (String family : FAMILIES) {
            for (int style : STYLES) {
                masks.add(draw(new Font(family, style, GlyphMask.DIGIT_HEIGHT), digit));
            }
        }
        return masks;
    }

    private static GlyphMask draw(Font font, char digit) {
        int size = GlyphMask.SIZE;
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Shape outline = font.createGlyphVector(graphics.getFontRenderContext(), new char[] {digit})
                .getOutline();
        Rectangle2D bounds = outline.getBounds2D();
        if (!font.canDisplay(digit) || bounds.isEmpty()) {
            throw new IllegalStateException("the font " + font.getFontName() + " has no digit " + digit);
        }
        double scale = GlyphMask.DIGIT_HEIGHT / bounds.getHeight();
        AffineTransform fit = AffineTransform.getTranslateInstance(size / 2.0, size / 2.0);
        fit.scale(scale, scale);
        fit.translate(-bounds.getCenterX(), -bounds.getCenterY());
        graphics.fill(fit.createTransformedShape(outline));
        graphics.dispose();
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        float[] ink = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            ink[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
        }
        return new GlyphMask(ink);
    }
}
