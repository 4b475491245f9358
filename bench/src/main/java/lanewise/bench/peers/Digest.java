package lanewise.bench.peers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// A result in a few numbers, by which two processes find out whether they have computed the same.
///
/// Of all floats under one name it keeps the norm and eight sums, each with signs of its own that are drawn from
/// the element's place. Where two results differ by a vector d, each pair of sums differs by about `‖d‖`, and
/// that all eight are much nearer by chance does not happen.
final class Digest {
    private static final int SUMS = 8;

    private final Map<String, Part> parts = new LinkedHashMap<>();

    /// Adds numbers behind those that already have this name.
    void add(String name, float... numbers) {
        Part part = parts.computeIfAbsent(name, key -> new Part());
        for (float number : numbers) {
            part.add(number);
        }
    }

    /// The largest distance of a part of this one, relative to the expected part's norm; infinite if there is no
    /// part, or one that is not expected; NaN if a number is.
    double distanceFrom(Digest expected) {
        double largest = parts.isEmpty() ? Double.POSITIVE_INFINITY : 0;
        for (var entry : parts.entrySet()) {
            Part part = expected.parts.get(entry.getKey());
            largest = Math.max(
                    largest,
                    part == null ? Double.POSITIVE_INFINITY : entry.getValue().distanceFrom(part));
        }
        return largest;
    }

    /// `name:count,squares,sum,sum,...;name:...`
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(";");
        parts.forEach((name, part) -> text.add(name + ":" + part));
        return text.toString();
    }

    /// What [#toString()] wrote.
    static Digest parse(String text) {
        Digest digest = new Digest();
        for (String each : text.split(";")) {
            int colon = each.indexOf(':');
            digest.parts.put(each.substring(0, colon), Part.parse(each.substring(colon + 1)));
        }
        return digest;
    }

    private static final class Part {
        private long count;
        private double squares;
        private final double[] sums = new double[SUMS];

        void add(float number) {
            long signs = Inputs.mix(count++);
            squares += (double) number * number;
            for (int i = 0; i < SUMS; i++) {
                sums[i] += (signs >>> i & 1) == 0 ? number : -number;
            }
        }

        double distanceFrom(Part expected) {
            if (count != expected.count) {
                return Double.POSITIVE_INFINITY;
            }
            double largest = 0;
            for (int i = 0; i < SUMS; i++) {
                largest = Math.max(largest, Math.abs(sums[i] - expected.sums[i]));
            }
            return largest == 0 ? 0 : largest / Math.sqrt(expected.squares);
        }

        @Override
        public String toString() {
            StringJoiner text = new StringJoiner(",").add(Long.toString(count)).add(Double.toString(squares));
            Arrays.stream(sums).forEach(sum -> text.add(Double.toString(sum)));
            return text.toString();
        }

        static Part parse(String text) {
            String[] numbers = text.split(",");
            Part part = new Part();
            part.count = Long.parseLong(numbers[0]);
            part.squares = Double.parseDouble(numbers[1]);
            for (int i = 0; i < SUMS; i++) {
                part.sums[i] = Double.parseDouble(numbers[2 + i]);
            }
            return part;
        }
    }
}
