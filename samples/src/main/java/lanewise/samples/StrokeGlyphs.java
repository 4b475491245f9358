package lanewise.samples;

import java.util.ArrayList;
import java.util.List;

/// Digits as a pen would write them, in lines and arcs, for machines without fonts. Needs nothing but arithmetic.
final class StrokeGlyphs {
    /// Widths of the pen, in points of a [GlyphMask].
    private static final float[] PENS = {3f, 4.5f, 6f};

    private StrokeGlyphs() {}

    /// For each digit from 0 to 9 its masks: every way of writing it, with every pen.
    static List<List<GlyphMask>> draw() {
        List<List<GlyphMask>> digits = new ArrayList<>();
        for (int digit = 0; digit <= 9; digit++) {
            List<GlyphMask> masks = new ArrayList<>();
            for (Pen way : ways(digit)) {
                for (float width : PENS) {
                    masks.add(way.draw(width));
                }
            }
            digits.add(masks);
        }
        return digits;
    }

    /// The ways to write a digit, in a box from 0 to 1 downwards and from 0 to 0.7 to the right. Angles in degrees:
    /// 0 is right, 90 is down.
    private static Pen[] ways(int digit) {
        return switch (digit) {
            case 0 ->
                new Pen[] {new Pen().arc(.35f, .5f, .3f, .5f, 0, 360), new Pen().arc(.35f, .5f, .22f, .5f, 0, 360)};
            case 1 ->
                new Pen[] {
                    new Pen().to(.35f, 0).to(.35f, 1),
                    new Pen().to(.15f, .25f).to(.4f, 0).to(.4f, 1)
                };
            case 2 ->
                new Pen[] {
                    new Pen().arc(.35f, .28f, .3f, .28f, -170, 35).to(.05f, 1).to(.68f, 1),
                    new Pen()
                            .arc(.33f, .25f, .26f, .25f, -150, 60)
                            .to(.1f, .92f)
                            .arc(.2f, .9f, .1f, .09f, 180, 20)
                            .to(.7f, 1)
                };
            case 3 ->
                new Pen[] {
                    new Pen().arc(.33f, .25f, .27f, .25f, -160, 90).lift().arc(.33f, .74f, .32f, .26f, -90, 160),
                    new Pen().to(.08f, 0).to(.6f, 0).to(.3f, .42f).arc(.32f, .71f, .32f, .29f, -80, 155)
                };
            case 4 ->
                new Pen[] {
                    new Pen().to(.5f, 1).to(.5f, 0).to(.02f, .66f).to(.7f, .66f),
                    new Pen()
                            .to(.1f, 0)
                            .to(.06f, .5f)
                            .to(.62f, .5f)
                            .lift()
                            .to(.56f, 0)
                            .to(.52f, 1)
                };
            case 5 ->
                new Pen[] {
                    new Pen().to(.62f, 0).to(.12f, 0).to(.08f, .45f).arc(.32f, .68f, .32f, .32f, -130, 150),
                    new Pen().to(.6f, .02f).to(.16f, 0).to(.12f, .4f).arc(.3f, .7f, .28f, .3f, -100, 140)
                };
            case 6 ->
                new Pen[] {
                    new Pen().to(.55f, 0).to(.2f, .35f).to(.06f, .7f).arc(.35f, .7f, .29f, .3f, 180, -180),
                    new Pen().arc(.45f, .5f, .4f, .5f, -80, -180).arc(.33f, .7f, .28f, .28f, 180, -180)
                };
            case 7 ->
                new Pen[] {
                    new Pen().to(.04f, 0).to(.66f, 0).to(.25f, 1),
                    new Pen()
                            .to(.04f, .05f)
                            .to(.66f, 0)
                            .to(.28f, 1)
                            .lift()
                            .to(.2f, .5f)
                            .to(.6f, .48f)
                };
            case 8 ->
                new Pen[] {
                    new Pen().arc(.35f, .25f, .24f, .25f, 90, 450).lift().arc(.35f, .75f, .3f, .25f, -90, 270),
                    new Pen().arc(.37f, .22f, .2f, .22f, 90, 450).lift().arc(.33f, .72f, .24f, .28f, -90, 270)
                };
            default ->
                new Pen[] {
                    new Pen().arc(.35f, .28f, .27f, .28f, 0, 360).to(.58f, .6f).to(.5f, 1),
                    new Pen().arc(.35f, .3f, .28f, .3f, 0, 360).arc(.3f, .6f, .33f, .4f, -10, 130)
                };
        };
    }

    /// A path of straight pieces, and the mask that a round nib leaves along it.
    private static final class Pen {
        private static final int DEGREES_A_PIECE = 15;

        private final List<float[]> pieces = new ArrayList<>();
        private boolean down;
        private float x;
        private float y;

        /// A line from where the pen is; the first call after lifting only puts it down.
        Pen to(float nextX, float nextY) {
            if (down) {
                pieces.add(new float[] {x, y, nextX, nextY});
            }
            x = nextX;
            y = nextY;
            down = true;
            return this;
        }

        /// Part of an ellipse, with a line to its beginning if the pen is down.
        Pen arc(float centreX, float centreY, float radiusX, float radiusY, int fromDegrees, int toDegrees) {
            int count = Math.max(1, Math.abs(toDegrees - fromDegrees) / DEGREES_A_PIECE);
            for (int i = 0; i <= count; i++) {
                double angle = Math.toRadians(fromDegrees + (double) (toDegrees - fromDegrees) * i / count);
                to(centreX + radiusX * (float) Math.cos(angle), centreY + radiusY * (float) Math.sin(angle));
            }
            return this;
        }

        Pen lift() {
            down = false;
            return this;
        }

        GlyphMask draw(float width) {
            int size = GlyphMask.SIZE;
            float[] ink = new float[size * size];
            for (int row = 0; row < size; row++) {
                for (int column = 0; column < size; column++) {
                    float scale = GlyphMask.DIGIT_HEIGHT - width;
                    float pointX = (column - size / 2f) / scale + .35f;
                    float pointY = (row - size / 2f) / scale + .5f;
                    float edge = width / 2 - distance(pointX, pointY) * scale;
                    ink[row * size + column] = Math.clamp(edge + .5f, 0f, 1f);
                }
            }
            return new GlyphMask(ink);
        }

        /// From a point to the nearest piece.
        private float distance(float pointX, float pointY) {
            double nearest = Double.POSITIVE_INFINITY;
            for (float[] piece : pieces) {
                double dx = piece[2] - piece[0];
                double dy = piece[3] - piece[1];
                double along = ((pointX - piece[0]) * dx + (pointY - piece[1]) * dy) / (dx * dx + dy * dy);
                double part = Math.clamp(along, 0.0, 1.0);
                nearest = Math.min(nearest, Math.hypot(pointX - piece[0] - part * dx, pointY - piece[1] - part * dy));
            }
            return (float) nearest;
        }
    }
}
