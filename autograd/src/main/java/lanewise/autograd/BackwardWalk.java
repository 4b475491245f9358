package lanewise.autograd;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.InPlace;
import lanewise.engine.op.Write;
import org.jspecify.annotations.Nullable;

/// One backward pass: collects the nodes that the root leads to, checks them all, and then runs them, youngest
/// first. Nothing recurses, so a graph may be as deep as memory allows.
final class BackwardWalk {
    private @Nullable Node[] nodes = new @Nullable Node[32];
    private final Thread thread = Thread.currentThread();
    private int count;

    private BackwardWalk() {}

    /// Whether `other` runs inside this walk: of one thread's walks the later one does.
    boolean isAround(BackwardWalk other) {
        return thread == other.thread;
    }

    /// Walks from `root` with the gradient `seed`, of its shape.
    static void run(Node root, NDArray seed, boolean retainGraph) {
        BackwardWalk walk = new BackwardWalk();
        GradMode before = GradMode.noGrad();
        try {
            walk.collect(root);
            walk.check();
            contribute(root.sum(), seed);
            walk.runAll(retainGraph);
        } finally {
            before.close();
            walk.leaveAll();
        }
    }

    /// Takes a node into the walk, once.
    void visit(Node node) {
        if (!node.enter(this)) {
            return;
        }
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * count);
        }
        nodes[count++] = node;
    }

    /// The array is the queue of a breadth-first search, and sorted afterwards.
    private void collect(Node root) {
        visit(root);
        for (int i = 0; i < count; i++) {
            at(i).visitInputs(this);
        }
        Arrays.sort(nodes, 0, count);
    }

    private void check() {
        for (int i = 0; i < count; i++) {
            at(i).check();
        }
    }

    private void runAll(boolean retainGraph) {
        for (int i = 0; i < count; i++) {
            Node node = at(i);
            node.run();
            if (!retainGraph) {
                node.release();
            }
            node.leave();
            nodes[i] = null;
        }
    }

    private void leaveAll() {
        for (int i = 0; i < count; i++) {
            Node node = nodes[i];
            if (node != null) {
                node.leave();
            }
        }
    }

    private Node at(int i) {
        Node node = nodes[i];
        if (node == null) {
            throw new AssertionError("every place below count is filled");
        }
        return node;
    }

    /// Adds a contiguous array, which nobody will write to any more.
    static void contribute(GradientSum sum, NDArray gradient) {
        if (sum.lend(gradient)) {
            return;
        }
        if (sum.contribute() == Write.OVERWRITE) {
            InPlace.copy(sum.array(), gradient);
        } else {
            InPlace.add(sum.array(), gradient, 1f);
        }
    }
}
