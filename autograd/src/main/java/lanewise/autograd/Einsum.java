package lanewise.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.engine.ShapeMismatchException;

/// Einstein's summation: tensors whose dimensions have labels are contracted one after another, each time by one
/// product of batches of matrices over the labels that are needed no more.
final class Einsum {
    /// The dimensions of `...` are labelled from here on, so that the last one has the same in every operand.
    private static final int ELLIPSIS = 1000;

    private static final String DOTS = "...";

    private final String equation;
    private final List<Labelled> operands = new ArrayList<>();
    private final int[] output;
    private int broadcast;

    /// A tensor and the label of each of its dimensions, all different.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Labelled(Tensor tensor, int[] labels) {
        boolean has(int label) {
            return position(label) >= 0;
        }

        int position(int label) {
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] == label) {
                    return i;
                }
            }
            return -1;
        }

        int size(int label) {
            return tensor.dim(position(label));
        }

        /// Summed over a label, which is dropped.
        Labelled summed(int label) {
            int at = position(label);
            return new Labelled(
                    tensor.dim(at) == 1 ? tensor.squeeze(at) : tensor.sum(at),
                    Arrays.stream(labels).filter(other -> other != label).toArray());
        }

        /// Summed over all labels but these.
        Labelled only(Set<Integer> kept) {
            Labelled part = this;
            for (int label : labels) {
                part = kept.contains(label) ? part : part.summed(label);
            }
            return part;
        }

        /// With the dimensions in the order of `wanted`, which has the same labels.
        Tensor ordered(List<Integer> wanted) {
            return tensor.permute(wanted.stream().mapToInt(this::position).toArray());
        }
    }

    private Einsum(String equation, Tensor... tensors) {
        this.equation = equation;
        String text = equation.replace(" ", "");
        int arrow = text.indexOf("->");
        String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
        if (terms.length != tensors.length) {
            throw new IllegalArgumentException(
                    message("it has " + terms.length + " operands, and " + tensors.length + " tensors are given"));
        }
        for (int i = 0; i < terms.length; i++) {
            broadcast = Math.max(broadcast, dotted(terms[i], tensors[i].rank()));
        }
        for (int i = 0; i < terms.length; i++) {
            operands.add(labelled(terms[i], tensors[i]));
        }
        output = arrow < 0 ? implicitOutput(terms) : labels(text.substring(arrow + 2), broadcast);
        check();
    }

    /// The value of `equation` for these operands.
    static Tensor of(String equation, Tensor... tensors) {
        Einsum einsum = new Einsum(equation, tensors);
        return contracted(einsum.operands, einsum.output);
    }

    /// The sums of products over pairs of dimensions.
    static Tensor tensordot(Tensor a, Tensor b, int[] own, int[] others) {
        if (own.length != others.length) {
            throw new IllegalArgumentException("tensordot: " + own.length + " dimensions of the first and "
                    + others.length + " of the second cannot be paired");
        }
        int[] first = new int[a.rank()];
        int[] second = new int[b.rank()];
        Arrays.setAll(first, d -> d);
        Arrays.setAll(second, d -> a.rank() + d);
        Set<Integer> paired = new HashSet<>();
        for (int i = 0; i < own.length; i++) {
            int x = a.shape().axis(own[i]);
            int y = b.shape().axis(others[i]);
            if (!paired.add(x) || second[y] < a.rank()) {
                throw new IllegalArgumentException("tensordot: " + Arrays.toString(own) + " and "
                        + Arrays.toString(others) + " name a dimension twice");
            }
            if (a.dim(x) != b.dim(y) && a.dim(x) != 1 && b.dim(y) != 1) {
                throw new ShapeMismatchException("tensordot: dimension " + x + " of " + a.shape() + " and " + y + " of "
                        + b.shape() + " cannot be paired, " + a.dim(x) + " != " + b.dim(y));
            }
            second[y] = x;
        }
        int[] output = java.util.stream.IntStream.concat(
                        Arrays.stream(first).filter(label -> !paired.contains(label)),
                        Arrays.stream(second).filter(label -> label >= a.rank()))
                .toArray();
        return contracted(List.of(new Labelled(a, first), new Labelled(b, second)), output);
    }

    private static Tensor contracted(List<Labelled> operands, int... output) {
        Labelled result = null;
        for (int i = 0; i < operands.size(); i++) {
            Set<Integer> needed = new HashSet<>();
            for (int label : output) {
                needed.add(label);
            }
            for (Labelled later : operands.subList(i + 1, operands.size())) {
                for (int label : later.labels()) {
                    needed.add(label);
                }
            }
            result = result == null ? operands.get(i).only(needed) : product(result, operands.get(i), needed);
        }
        if (result == null) {
            throw new IllegalArgumentException("einsum: at least one operand is needed");
        }
        return result.ordered(Arrays.stream(output).boxed().toList());
    }

    /// The product of two, summed over the labels that are not needed.
    private static Labelled product(Labelled first, Labelled second, Set<Integer> needed) {
        Set<Integer> ofFirst = new HashSet<>(needed);
        Set<Integer> ofSecond = new HashSet<>(needed);
        List<Integer> batch = new ArrayList<>();
        List<Integer> summed = new ArrayList<>();
        for (int label : first.labels()) {
            if (second.has(label) && needed.contains(label)) {
                batch.add(label);
            } else if (second.has(label) && first.size(label) == second.size(label)) {
                summed.add(label);
                ofFirst.add(label);
                ofSecond.add(label);
            }
        }
        Labelled a = first.only(ofFirst);
        Labelled b = second.only(ofSecond);
        List<Integer> left =
                Arrays.stream(a.labels()).filter(label -> !b.has(label)).boxed().toList();
        List<Integer> right =
                Arrays.stream(b.labels()).filter(label -> !a.has(label)).boxed().toList();
        int[] sizes = new int[batch.size() + left.size() + right.size()];
        for (int i = 0; i < batch.size(); i++) {
            int size = a.size(batch.get(i));
            sizes[i] = size == 1 ? b.size(batch.get(i)) : size;
        }
        for (int i = 0; i < left.size(); i++) {
            sizes[batch.size() + i] = a.size(left.get(i));
        }
        for (int i = 0; i < right.size(); i++) {
            sizes[batch.size() + left.size() + i] = b.size(right.get(i));
        }
        Tensor product = summed.isEmpty()
                ? matrices(a, batch, left, summed).mul(matrices(b, batch, summed, right))
                : matrices(a, batch, left, summed).matmul(matrices(b, batch, summed, right));
        return new Labelled(
                product.reshape(sizes),
                joined(batch, left, right).stream().mapToInt(l -> l).toArray());
    }

    /// The tensor as a batch of matrices.
    private static Tensor matrices(Labelled x, List<Integer> batch, List<Integer> rows, List<Integer> columns) {
        int[] sizes = new int[batch.size() + 2];
        Arrays.fill(sizes, 1);
        for (int i = 0; i < batch.size(); i++) {
            sizes[i] = x.size(batch.get(i));
        }
        for (int label : rows) {
            sizes[batch.size()] *= x.size(label);
        }
        for (int label : columns) {
            sizes[batch.size() + 1] *= x.size(label);
        }
        return x.ordered(joined(batch, rows, columns)).reshape(sizes);
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> second, List<Integer> third) {
        List<Integer> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }

    /// How many dimensions `...` stands for in an operand of this rank.
    private int dotted(String term, int rank) {
        int letters = term.replace(DOTS, "").length();
        boolean dots = term.contains(DOTS);
        if (dots ? letters > rank : letters != rank) {
            throw new ShapeMismatchException(
                    message("\"" + term + "\" names " + letters + " dimensions of an operand that has " + rank));
        }
        return rank - letters;
    }

    /// The labels of a term, in which `...` stands for so many dimensions.
    private int[] labels(String term, int dotted) {
        List<Integer> labels = new ArrayList<>();
        boolean seen = false;
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (term.startsWith(DOTS, i) && !seen) {
                seen = true;
                for (int d = dotted; d > 0; d--) {
                    labels.add(ELLIPSIS + d);
                }
                i += DOTS.length() - 1;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                labels.add((int) c);
            } else {
                throw new IllegalArgumentException(message("\"" + c + "\" is no letter from a to z"));
            }
        }
        return labels.stream().mapToInt(label -> label).toArray();
    }

    /// A label that occurs twice takes the diagonal of both dimensions.
    private Labelled labelled(String term, Tensor tensor) {
        Tensor x = tensor;
        List<Integer> labels = new ArrayList<>();
        for (int label : labels(term, dotted(term, tensor.rank()))) {
            int first = labels.indexOf(label);
            int second = labels.size();
            if (first < 0) {
                labels.add(label);
                continue;
            }
            if (x.dim(first) != x.dim(second)) {
                throw new ShapeMismatchException(message("\"" + (char) label + "\" is the label of dimensions of "
                        + tensor.shape() + " of sizes " + x.dim(first) + " and " + x.dim(second)));
            }
            x = diagonal(x, first, second);
        }
        return new Labelled(x, labels.stream().mapToInt(label -> label).toArray());
    }

    /// The diagonal of two dimensions of one size, in the place of the first.
    private static Tensor diagonal(Tensor x, int first, int second) {
        int n = x.dim(first);
        int[] order = new int[x.rank()];
        int at = 0;
        for (int d = 0; d < order.length; d++) {
            if (d != first && d != second) {
                order[at++] = d;
            }
        }
        order[at++] = first;
        order[at] = second;
        int[] sizes = new int[x.rank() - 1];
        for (int d = 0; d < sizes.length - 1; d++) {
            sizes[d] = x.dim(order[d]);
        }
        sizes[sizes.length - 1] = n * n;
        Tensor diagonal = x.permute(order).reshape(sizes).slice(-1, 0, n * n, n + 1);
        int[] back = new int[sizes.length];
        for (int d = 0; d < back.length; d++) {
            back[d] = d == first ? sizes.length - 1 : d < first ? d : d - 1;
        }
        return diagonal.permute(back);
    }

    /// The dimensions of `...`, then the letters that occur once, capitals first.
    private int[] implicitOutput(String... terms) {
        String all = String.join("", terms).replace(DOTS, "");
        StringBuilder text = new StringBuilder(DOTS);
        all.chars().sorted().filter(c -> all.indexOf(c) == all.lastIndexOf(c)).forEach(c -> text.append((char) c));
        return labels(text.toString(), broadcast);
    }

    /// Each label of the result is that of an operand, once, and sizes agree.
    private void check() {
        Set<Integer> seen = new HashSet<>();
        for (int label : output) {
            if (!seen.add(label)) {
                throw new IllegalArgumentException(message("the result has " + name(label) + " twice"));
            }
            if (operands.stream().noneMatch(operand -> operand.has(label))) {
                throw new IllegalArgumentException(message("no operand has " + name(label) + ", which the result has"));
            }
        }
        for (Labelled first : operands) {
            for (Labelled second : operands) {
                for (int label : first.labels()) {
                    int size = first.size(label);
                    if (size != 1 && second.has(label) && second.size(label) != size && second.size(label) != 1) {
                        throw new ShapeMismatchException(
                                message(name(label) + " has sizes that differ, " + size + " != " + second.size(label)));
                    }
                }
            }
        }
    }

    private static String name(int label) {
        return label > ELLIPSIS ? "a dimension of ..." : "\"" + (char) label + "\"";
    }

    private String message(String text) {
        return "einsum: \"" + equation + "\": " + text;
    }
}
