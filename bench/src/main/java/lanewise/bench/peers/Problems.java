package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lanewise.bench.UpdateRule;
import lanewise.bench.peers.Problem.Function;
import lanewise.bench.peers.Problem.Movement;
import lanewise.bench.peers.Problem.RowFunction;

/// All problems, in the table's order.
final class Problems {
    private static final String[] PRODUCTS = {
        "NN 64x64x64",
        "NN 128x128x128",
        "NN 256x256x256",
        "NN 512x512x512",
        "NN 1024x1024x1024",
        "NN 2048x2048x2048",
        "NN 64x1000x100",
        "TN 1000x64x100",
        "NT 64x1000x100",
        "NT 64x100x1000",
        "NN 4096x64x4096",
        "NN 4096x4096x64",
        "NN 64x4096x4096",
        "NT 1024x384x1536",
        "TN 1536x1024x384",
        "NN 1x4096x4096",
        // odd, small and thin ones
        "NN 8x8x8",
        "NN 16x16x16",
        "NN 24x24x24",
        "NN 48x48x48",
        "NN 33x65x129",
        "NN 127x127x127",
        "NN 64x3x64",
        "NN 5x1000x1000",
        "NN 1000x1000x5",
        "NN 8x50000x8",
    };
    private static final int[] LENGTHS = {100_000, 10_000_000};
    private static final Function[] FRESH = {Function.ADD, Function.RELU, Function.EXP};
    private static final int[][] MATRICES = {{128, 1000}, {4096, 128}};

    private static final List<Problem> ALL = all();

    private Problems() {}

    /// Those in whose name the pattern is found.
    static List<Problem> matching(Pattern pattern) {
        return ALL.stream()
                .filter(problem -> pattern.matcher(problem.name()).find())
                .toList();
    }

    /// The one of this name.
    static Problem named(String name) {
        return ALL.stream()
                .filter(problem -> problem.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no problem is called " + name));
    }

    private static List<Problem> all() {
        List<Problem> all = new ArrayList<>();
        for (String product : PRODUCTS) {
            all.add(Problem.Product.of(product));
        }
        for (int length : LENGTHS) {
            for (Function function : Function.values()) {
                all.add(new Problem.Elementwise(function, false, length));
            }
            for (Function function : FRESH) {
                all.add(new Problem.Elementwise(function, true, length));
            }
        }
        all.add(new Problem.Moved(Movement.COLUMN_SUM, 4096, 1024));
        all.add(new Problem.Moved(Movement.TRANSPOSED, 2048, 2048));
        all.add(new Problem.Moved(Movement.STRIDED, 4096, 2048));
        for (int[] matrix : MATRICES) {
            for (RowFunction function :
                    List.of(RowFunction.SOFTMAX, RowFunction.LOG_SOFTMAX, RowFunction.CROSS_ENTROPY)) {
                all.add(new Problem.Rows(function, matrix[0], matrix[1]));
            }
        }
        all.add(new Problem.Rows(RowFunction.LAYER_NORM, 4096, 384));
        all.add(new Problem.Rows(RowFunction.LAYER_NORM_GRADIENT, 4096, 384));
        all.add(new Problem.BatchNorm(32, 16, 32, 32));
        for (boolean differentiates : new boolean[] {false, true}) {
            all.add(new Problem.Convolved(differentiates, 64, 1, 6, 28, 5, 1, 2)); // LeNet
            all.add(new Problem.Convolved(differentiates, 64, 6, 16, 14, 5, 1, 0));
            all.add(new Problem.Convolved(differentiates, 64, 3, 16, 32, 3, 1, 1)); // ResNet-20
            all.add(new Problem.Convolved(differentiates, 64, 16, 16, 32, 3, 1, 1));
            all.add(new Problem.Convolved(differentiates, 64, 16, 32, 32, 3, 2, 1));
            all.add(new Problem.Convolved(differentiates, 64, 32, 32, 16, 3, 1, 1));
            all.add(new Problem.Convolved(differentiates, 64, 64, 64, 8, 3, 1, 1));
            all.add(new Problem.Convolved(differentiates, 16, 128, 256, 14, 1, 1, 0)); // ResNet-50
        }
        for (boolean differentiates : new boolean[] {false, true}) {
            all.add(new Problem.Recurrent(differentiates, 64, 32, 64, 256));
            all.add(new Problem.Attended(differentiates, 12, 4, 64, 32));
            all.add(new Problem.Attended(differentiates, 4, 6, 256, 64));
        }
        for (ParameterSet parameters : ParameterSet.values()) {
            for (UpdateRule rule : UpdateRule.values()) {
                if (rule.compareTo(UpdateRule.RPROP) <= 0) {
                    all.add(new Problem.Step(rule, parameters));
                }
            }
        }
        all.add(new Problem.Tutorial());
        for (Network network : Network.values()) {
            all.add(new Problem.Trained(network));
        }
        for (Network network : Network.values()) {
            all.add(new Problem.Inferred(network, 1));
            all.add(new Problem.Inferred(network, 64));
        }
        return all;
    }
}
