package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.SparseRows;
import lanewise.engine.op.GradientSum;
import lanewise.engine.op.InPlace;
import lanewise.engine.op.Write;
import org.jspecify.annotations.Nullable;

/// One backward pass: collects the nodes that the roots lead to, checks them all, and then runs them, youngest
/// first. Nothing recurses, so a graph may be as deep as memory allows.
class BackwardWalk {
    final @Nullable Captures captures;
    private @Nullable Node[] nodes = new @Nullable Node[32];
    private final Thread thread = Thread.currentThread();
    private int count;

    /// Without `captures` gradients add to those of all leaves; otherwise only they get some.
    BackwardWalk(@Nullable Captures captures) {
        this.captures = captures;
    }

    /// Walks from `root` with the gradient `seed`, of its shape.
    static void run(Node root, NDArray seed, boolean retainGraph) {
        BackwardWalk walk = new BackwardWalk(null);
        GradMode before = GradMode.noGrad();
        try {
            walk.visit(root);
            walk.prepare();
            contribute(root.sum(), seed);
            walk.runAll(retainGraph);
        } finally {
            before.close();
            walk.leaveAll();
        }
    }

    /// Walks from several roots, each with a gradient of its shape.
    final void run(List<Node> roots, List<Tensor> seeds, boolean retainGraph) {
        GradMode before = createsGraph() ? GradMode.enableGrad() : GradMode.noGrad();
        try {
            roots.forEach(this::visit);
            prepare();
            for (int i = 0; i < roots.size(); i++) {
                if (wants(roots.get(i))) {
                    seed(roots.get(i), seeds.get(i));
                }
            }
            runAll(retainGraph);
            finish();
        } finally {
            before.close();
            leaveAll();
        }
    }

    /// Whether the pass is recorded itself.
    boolean createsGraph() {
        return false;
    }

    /// Whether only some places get their gradients.
    final boolean isCapturing() {
        return captures != null;
    }

    /// Whether `other` may run inside this walk and leave to it what it finds for a leaf that both lead to: of one
    /// thread's walks the later one does.
    final boolean isAround(BackwardWalk other) {
        return thread == other.thread && !createsGraph() && !other.createsGraph();
    }

    /// Takes a node into the walk, once. A leaf that is asked for has no part in it but its sum.
    final void visit(Node node) {
        if (captures != null && captures.contains(node)) {
            captures.reach(node);
        }
        if (captures != null && node.isLeaf() || !node.enter(this)) {
            return;
        }
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * count);
        }
        nodes[count++] = node;
    }

    /// Whether the gradient of a node that the graph leads to has any use.
    final boolean wants(Node node) {
        return captures == null || (node.isLeaf() ? captures.contains(node) : node.isIn(this));
    }

    /// Where the gradient of `node` is summed, or null if nobody wants it.
    final @Nullable GradientSum sumOf(Node node) {
        if (captures == null) {
            return node.sum();
        }
        return !wants(node) ? null : node.isLeaf() ? captures.leafSum(node) : node.sum();
    }

    /// Begins with the gradient of a root.
    void seed(Node root, Tensor gradient) {
        GradientSum sum = sumOf(root);
        if (sum != null) {
            contribute(sum, gradient.array().contiguous());
        }
    }

    /// The array is the queue of a breadth-first search, and sorted afterwards.
    private void prepare() {
        for (int i = 0; i < count; i++) {
            at(i).visitInputs(this);
        }
        Arrays.sort(nodes, 0, count);
        if (captures != null) {
            for (int i = 0; i < count; i++) {
                at(i).checkKept();
            }
            captures.check();
            leaveUseless(captures);
        }
        for (int i = 0; i < count; i++) {
            at(i).check(this);
        }
    }

    /// Leaves the nodes that lead to nothing that is asked for; each is younger than those it leads to.
    private void leaveUseless(Captures wanted) {
        for (int i = count - 1; i >= 0; i--) {
            Node node = at(i);
            if (!wanted.contains(node) && !node.leadsToWanted(this)) {
                node.leave();
                nodes[i] = null;
            }
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (nodes[i] != null) {
                nodes[kept++] = nodes[i];
            }
        }
        Arrays.fill(nodes, kept, count, null);
        count = kept;
    }

    private void runAll(boolean retainGraph) {
        for (int i = 0; i < count; i++) {
            Node node = at(i);
            run(node);
            if (!retainGraph) {
                node.release();
            }
            node.leave();
            nodes[i] = null;
        }
    }

    /// Gives a node the gradient that has arrived for it, if any.
    void run(Node node) {
        GradientSum sum = node.takeSum();
        if (sum == null) {
            return;
        }
        SparseRows rows = sum.rows();
        if (rows != null) {
            node.receive(rows);
            return;
        }
        NDArray gradient = node.hooked(sum);
        if (captures != null && captures.contains(node)) {
            captures.put(node, new Tensor(gradient.copy()));
        }
        if (captures == null || node.leadsToWanted(this)) {
            node.receive(gradient);
        }
        sum.letGo();
    }

    /// After all nodes have run.
    void finish() {
        if (captures != null) {
            captures.takeLeafSums();
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
