package lanewise.autograd;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backward pass that is recorded, so that its results can be differentiated: every operation states its gradient
/// by other operations, and the sums are tensors.
final class RecordedWalk extends BackwardWalk {
    private final Map<Node, Tensor> sums = new HashMap<>();
    private final Map<LeafGradient, Tensor> leaves = new LinkedHashMap<>();

    /// Without `captures` gradients add to those of all leaves; otherwise only they get some.
    RecordedWalk(@Nullable Captures captures) {
        super(captures);
    }

    @Override
    boolean createsGraph() {
        return true;
    }

    @Override
    void seed(Node root, Tensor gradient) {
        contribute(root, gradient);
    }

    /// Adds to the gradient of a node that is wanted.
    void contribute(Node node, Tensor gradient) {
        sums.merge(node, gradient, Tensor::add);
    }

    @Override
    void run(Node node) {
        Tensor sum = sums.remove(node);
        if (sum == null) {
            return;
        }
        Tensor gradient = node.hooked(sum);
        if (captures != null && captures.contains(node)) {
            captures.put(node, gradient);
        }
        if (node instanceof LeafGradient leaf) {
            leaves.put(leaf, gradient);
        } else if (node instanceof OperationNode operation && (captures == null || node.leadsToWanted(this))) {
            operation.receive(gradient, this);
        }
    }

    /// Leaves change last: by then every operation has turned out to be one that can be differentiated twice.
    @Override
    void finish() {
        leaves.forEach(LeafGradient::receive);
        if (captures != null) {
            for (Map.Entry<Node, Tensor> leaf : sums.entrySet()) {
                captures.put(leaf.getKey(), leaf.getKey().hooked(leaf.getValue()));
            }
        }
    }
}
