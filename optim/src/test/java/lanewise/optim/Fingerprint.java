package lanewise.optim;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lanewise.autograd.Tensor;

/// A number that depends on every bit of some steps of all rules; a program of its own too, see [FusedStateTest].
final class Fingerprint {
    private Fingerprint() {}

    public static void main(String[] args) {
        System.out.println(ofAllRules());
    }

    static String ofAllRules() {
        int hash = 0;
        for (OptimizerOptions<?> options : AllRules.OPTIONS) {
            var random = new Random(3);
            Tensor p = Rules.parameter(Rules.normal(random, 299));
            Optimizer<?> optimizer = Rules.optimizer(List.of(p), options);
            for (int t = 0; t < 10; t++) {
                p.setGrad(Tensor.of(Rules.normal(random, 299)));
                optimizer.step();
                hash = 31 * hash + Arrays.hashCode(p.toArray());
            }
        }
        for (OptimizerOptions<?> options :
                List.of(new SparseAdam.Options(0.01), new AdaGrad.Options(0.01), new SGD.Options(0.01))) {
            var random = new Random(3);
            Tensor table = SparseGradients.table(13, 23, random);
            Optimizer<?> optimizer = Rules.optimizer(List.of(table), options);
            for (int t = 0; t < 10; t++) {
                SparseGradients.draw(table, 7, random);
                optimizer.step();
                hash = 31 * hash + Arrays.hashCode(table.toArray());
            }
        }
        return Integer.toHexString(hash);
    }
}
