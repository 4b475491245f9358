package lanewise.autograd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.NDArray;
import lanewise.engine.op.GradientSum;
import org.jspecify.annotations.Nullable;

/// The places of the graph whose gradients a walk is asked for, instead of the leaves' own, and what it finds
/// there.
final class Captures {
    private final List<Node> places = new ArrayList<>();
    private final boolean allowUnused;
    private final Set<Node> wanted;
    private final Set<Node> reached = new HashSet<>();
    private final Map<Node, GradientSum> leafSums = new HashMap<>();
    private final Map<Node, Tensor> gradients = new HashMap<>();

    /// @throws IllegalStateException if one of `inputs` requires no gradient
    Captures(List<? extends Tensor> inputs, boolean allowUnused) {
        this.allowUnused = allowUnused;
        for (Tensor input : inputs) {
            places.add(input.checkRequiresGrad("grad"));
        }
        this.wanted = new HashSet<>(places);
    }

    boolean contains(Node node) {
        return wanted.contains(node);
    }

    /// Notes that the graph leads to `node`.
    void reach(Node node) {
        reached.add(node);
    }

    /// Checks that the graph leads to all of them, unless some may be unused.
    void check() {
        for (int i = 0; i < places.size() && !allowUnused; i++) {
            if (!reached.contains(places.get(i))) {
                throw new IllegalArgumentException("grad: the outputs do not depend on input " + i + ", a tensor "
                        + places.get(i).shape() + "; pass the tensor that they were computed from, or allowUnused for"
                        + " null in its place");
            }
        }
    }

    /// Where the gradient of a leaf is summed, apart from its own.
    GradientSum leafSum(Node leaf) {
        return leafSums.computeIfAbsent(leaf, place -> new GradientSum(place.shape()));
    }

    void put(Node node, Tensor gradient) {
        gradients.put(node, gradient);
    }

    /// Takes the sums of the leaves as their gradients.
    void takeLeafSums() {
        leafSums.forEach((leaf, sum) -> {
            if (sum.holdsSum()) {
                put(leaf, leaf.hooked(new Tensor(sum.array().copy())));
            }
        });
    }

    /// The gradients of all inputs: zero where the graph leads to one and nothing arrived, null where it does not.
    List<@Nullable Tensor> gradients() {
        List<@Nullable Tensor> all = new ArrayList<>();
        for (Node place : places) {
            Tensor found = gradients.get(place);
            boolean isZero = found == null && reached.contains(place);
            all.add(isZero ? new Tensor(NDArray.zeros(place.shape())) : found);
        }
        return all;
    }
}
