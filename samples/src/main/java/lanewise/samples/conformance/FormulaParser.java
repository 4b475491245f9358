package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.autograd.Index;
import lanewise.autograd.Tensor;
import lanewise.samples.conformance.calls.MissingException;

/// Reads a [Formula] by recursive descent: one method for each level of precedence in Python, from the loosest on.
final class FormulaParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?|[A-Za-z_]\\w*"
                    + "|\\*\\*|//|==|!=|<=|>=|[-+*/%@^()\\[\\],.:<>])");
    private static final Pattern LAMBDA =
            Pattern.compile("\\s*(?:lambda\\s+([\\w, ]+):|\\(?([\\w, ]+)\\)?\\s*(?:->|=>))(.*)", Pattern.DOTALL);
    private static final Pattern TITLE = Pattern.compile("\\s*\\w+\\s*:(?!\\s*$)(.*)", Pattern.DOTALL);
    private static final Set<String> PREFIXES = Set.of("math", "torch", "np", "numpy", "F", "nn", "functional");
    private static final String END = "";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<String> arguments = new ArrayList<>();
    private int at;

    /// A part of a formula, for which names have values, each a `Double` or a `Tensor`.
    interface Node {
        /// Its value, a `Double` or a `Tensor`.
        Object value(Map<String, Object> names);
    }

    FormulaParser(String text) {
        this.text = text;
        Matcher lambda = LAMBDA.matcher(text);
        Matcher title = TITLE.matcher(text);
        String body = text;
        if (lambda.matches()) {
            String list = lambda.group(1) == null ? lambda.group(2) : lambda.group(1);
            arguments.addAll(List.of(list.strip().split("\\s*,\\s*")));
            body = lambda.group(3);
        } else if (title.matches()) {
            body = title.group(1);
        }
        Matcher token = TOKEN.matcher(body);
        int end = 0;
        while (token.find() && token.start() == end) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (!body.substring(end).isBlank()) {
            throw notUnderstood(body.substring(end).strip());
        }
    }

    /// The whole formula.
    Node parse() {
        Node node = conditional();
        if (at < tokens.size()) {
            throw notUnderstood(peek());
        }
        return node;
    }

    /// The names in it, the arguments of a lambda among them.
    Set<String> names() {
        return names;
    }

    /// The arguments of the lambda, if it is one.
    List<String> arguments() {
        return arguments;
    }

    private Node conditional() {
        Node yes = or();
        if (!accept("if")) {
            return yes;
        }
        Node condition = or();
        expect("else");
        Node no = conditional();
        return values -> FormulaFunction.number(condition.value(values)) != 0 ? yes.value(values) : no.value(values);
    }

    private Node or() {
        Node left = and();
        while (accept("or")) {
            Node first = left;
            Node second = and();
            left = values -> {
                Object value = first.value(values);
                return FormulaFunction.number(value) != 0 ? value : second.value(values);
            };
        }
        return left;
    }

    private Node and() {
        Node left = not();
        while (accept("and")) {
            Node first = left;
            Node second = not();
            left = values -> {
                Object value = first.value(values);
                return FormulaFunction.number(value) == 0 ? value : second.value(values);
            };
        }
        return left;
    }

    private Node not() {
        if (accept("not")) {
            Node node = not();
            return values -> FormulaFunction.number(node.value(values)) == 0 ? 1.0 : 0.0;
        }
        return comparison();
    }

    /// Python chains them: `a < b < c` is `a < b and b < c`.
    private Node comparison() {
        List<Node> operands = new ArrayList<>(List.of(sum()));
        List<String> operators = new ArrayList<>();
        while (Set.of("<", "<=", ">", ">=", "==", "!=").contains(peek())) {
            operators.add(next());
            operands.add(sum());
        }
        return operators.isEmpty()
                ? operands.getFirst()
                : values -> {
                    boolean holds = true;
                    for (int i = 0; i < operators.size(); i++) {
                        double left = FormulaFunction.number(operands.get(i).value(values));
                        double right =
                                FormulaFunction.number(operands.get(i + 1).value(values));
                        holds &= FormulaFunction.compare(operators.get(i), left, right);
                    }
                    return holds ? 1.0 : 0.0;
                };
    }

    private Node sum() {
        Node left = product();
        while (Set.of("+", "-").contains(peek())) {
            left = binary(next(), left, product());
        }
        return left;
    }

    private Node product() {
        Node left = sign();
        while (Set.of("*", "/", "//", "%", "@").contains(peek())) {
            left = binary(next(), left, sign());
        }
        return left;
    }

    private Node sign() {
        if (accept("-")) {
            Node node = sign();
            return values -> FormulaFunction.binary("*", -1.0, node.value(values));
        }
        return accept("+") ? sign() : power();
    }

    private Node power() {
        Node base = postfix(atom());
        return accept("**") || accept("^") ? binary("**", base, sign()) : base;
    }

    private static Node binary(String operator, Node left, Node right) {
        return values -> FormulaFunction.binary(operator, left.value(values), right.value(values));
    }

    private Node postfix(Node node) {
        Node value = node;
        while (true) {
            if (accept(".")) {
                String method = next();
                Node receiver = value;
                List<Node> arguments = new ArrayList<>(List.of(receiver));
                if (accept("(")) {
                    arguments.addAll(list(")"));
                }
                value = call(method, arguments);
            } else if (accept("[")) {
                value = element(value, indices());
            } else {
                return value;
            }
        }
    }

    private Node atom() {
        if (accept("(")) {
            Node inner = conditional();
            expect(")");
            return inner;
        }
        String token = next();
        if (token.isEmpty()) {
            throw notUnderstood("its end");
        }
        if (Character.isDigit(token.charAt(0)) || token.charAt(0) == '.') {
            double number = Double.parseDouble(token);
            return _ -> number;
        }
        while (PREFIXES.contains(token) && accept(".")) {
            token = next();
        }
        if (accept("(")) {
            return call(token, list(")"));
        }
        if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
            throw notUnderstood(token);
        }
        if (token.equals("pi") && !arguments.contains(token)) {
            return _ -> Math.PI;
        }
        String name = token;
        names.add(name);
        return values -> values.get(name);
    }

    private Node call(String function, List<Node> arguments) {
        FormulaFunction known = FormulaFunction.named(function, arguments.size());
        if (known == null) {
            throw notUnderstood(function);
        }
        return values ->
                known.apply(arguments.stream().map(one -> one.value(values)).toList());
    }

    private List<Node> list(String end) {
        List<Node> nodes = new ArrayList<>();
        while (!accept(end)) {
            nodes.add(conditional());
            if (!peek().equals(end)) {
                expect(",");
            }
        }
        return nodes;
    }

    private List<Index> indices() {
        List<Index> indices = new ArrayList<>();
        while (!accept("]")) {
            indices.add(index());
            if (!peek().equals("]")) {
                expect(",");
            }
        }
        return indices;
    }

    private Index index() {
        Integer start = peek().equals(":") ? null : integer();
        if (!accept(":")) {
            return Index.at(start == null ? 0 : start);
        }
        Integer end = Set.of("]", ",", ":").contains(peek()) ? null : integer();
        int step = accept(":") && !Set.of("]", ",").contains(peek()) ? integer() : 1;
        return Index.slice(start == null ? 0 : start, end == null ? Integer.MAX_VALUE : end, step);
    }

    private int integer() {
        int sign = accept("-") ? -1 : 1;
        String token = next();
        try {
            return sign * Integer.parseInt(token);
        } catch (NumberFormatException e) {
            throw notUnderstood(token);
        }
    }

    private static Node element(Node value, List<Index> indices) {
        return values -> ((Tensor) value.value(values)).get(indices.toArray(Index[]::new));
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    private String next() {
        String token = peek();
        at++;
        return token;
    }

    private boolean accept(String token) {
        if (!peek().equals(token)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw notUnderstood(peek().isEmpty() ? "its end" : peek());
        }
    }

    private MissingException notUnderstood(String where) {
        return new MissingException("a reader for the formula \"" + text + "\", at " + where);
    }
}
