package lanewise.optim.lr;

/// The way from one learning rate to another.
public enum AnnealStrategy {
    /// Half a cosine: flat at both ends.
    COS {
        @Override
        double between(double start, double end, double part) {
            return end + (start - end) / 2 * (Math.cos(Math.PI * part) + 1);
        }

        @Override
        double share(double part) {
            return (1 - Math.cos(Math.PI * part)) / 2;
        }
    },
    /// A straight line.
    LINEAR {
        @Override
        double between(double start, double end, double part) {
            return (end - start) * part + start;
        }

        @Override
        double share(double part) {
            return part;
        }
    };

    /// What is reached after this part of the way, from 0 to 1.
    abstract double between(double start, double end, double part);

    /// How much of the end there is after this part of the way.
    abstract double share(double part);
}
