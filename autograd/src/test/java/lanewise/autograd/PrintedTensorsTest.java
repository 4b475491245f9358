package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Tensors beside what `print` shows of them in PyTorch 1.13: whole and broken numbers of like and of very unlike
/// sizes, what is no number, single numbers, nothing, up to four dimensions, long rows, and those that are
/// abbreviated.
class PrintedTensorsTest {
    /// One tensor of the file: a line with its type and sizes, one with its elements, floats as their bits, and the
    /// text.
    private record Printed(Object tensor, String text) {
        static Printed of(String block) {
            String[] lines = block.split("\n", 3);
            String[] head = lines[0].split(" ");
            int[] sizes = Arrays.stream(head, 1, head.length)
                    .mapToInt(Integer::parseInt)
                    .toArray();
            String[] elements = lines[1].isEmpty() ? new String[0] : lines[1].split(" ");
            return new Printed(tensor(head[0], Shape.of(sizes), elements), lines[2]);
        }

        private static Object tensor(String type, Shape shape, String... elements) {
            return switch (type) {
                case "float" -> Tensor.of(shape, floats(elements));
                case "long" ->
                    LongTensor.of(
                            shape,
                            Arrays.stream(elements).mapToLong(Long::parseLong).toArray());
                default -> BoolTensor.of(shape, truths(elements));
            };
        }

        private static float[] floats(String... bits) {
            float[] values = new float[bits.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(bits[i], 16));
            }
            return values;
        }

        private static boolean[] truths(String... words) {
            boolean[] values = new boolean[words.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = words[i].equals("true");
            }
            return values;
        }
    }

    @Test
    void areAsPyTorchPrintsThem() throws IOException {
        List<Printed> all = new ArrayList<>();
        try (InputStream file = PrintedTensorsTest.class.getResourceAsStream("/printed/tensors.txt")) {
            assertThat(file).isNotNull();
            String content = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : content.split("\n----\n")) {
                all.add(Printed.of(block));
            }
        }
        assertThat(all).hasSizeGreaterThan(150);
        for (Printed one : all) {
            assertThat(one.tensor()).hasToString(one.text());
        }
    }
}
