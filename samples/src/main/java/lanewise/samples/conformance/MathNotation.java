package lanewise.samples.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Formulas as they are written on paper, `½·||A x − b||²` or `sum_i (x_i - 1)^2`, put into Python's notation.
/// Paper is ambiguous, so there may be several readings; a value that is known decides between them.
final class MathNotation {
    private static final String ROSENBROCK = "sum(100*(x[1:] - x[:-1]**2)**2 + (1 - x[:-1])**2)";

    private static final Pattern DEFINITION = Pattern.compile("^\\s*[A-Za-z_]\\w*\\s*(?:\\([^()]*\\))?\\s*=(?!=)");
    private static final Pattern NORM = Pattern.compile("\\|\\|(.+?)\\|\\|(?:_2)?");
    private static final Pattern TRANSPOSED = Pattern.compile("\\^\\s*\\{?T\\}?(?!\\w)|(?<=[\\w)\\]])'");
    private static final Pattern SUM = Pattern.compile(
            "\\b(sum|mean)(?:_\\w|_?\\{[^{}]*\\}(?:\\^\\w|\\^\\{[^{}]*\\})?|\\s+over\\s+\\w+\\s+of)\\s*");
    private static final Pattern NEXT_ELEMENT = Pattern.compile("_\\{?i\\s*\\+\\s*1\\}|\\[i\\s*\\+\\s*1\\]");
    private static final Pattern ELEMENT = Pattern.compile("_\\{?i\\}?(?!\\w)|\\[i\\]");

    /// Two factors that stand side by side: a name, a bracket or a number, and a name or a bracket.
    private static final Pattern SIDE_BY_SIDE =
            Pattern.compile("(?<left>[A-Za-z_]\\w*|\\)|\\]|(?<![\\w.])[0-9.]+)\\s+(?=(?<right>[A-Za-z_]\\w*|\\())");

    private static final Set<String> WORDS = Set.of("if", "else", "and", "or", "not", "lambda");

    private MathNotation() {}

    /// Texts in Python's notation that may be what is meant, the likeliest first.
    static List<String> readings(String text) {
        Set<String> readings = new LinkedHashSet<>();
        String plain = DEFINITION.matcher(asciiOf(text)).replaceFirst("");
        plain = NORM.matcher(plain).replaceAll("norm($1)");
        plain = TRANSPOSED.matcher(plain).replaceAll(".T");
        boolean neighbours = NEXT_ELEMENT.matcher(plain).find();
        plain = NEXT_ELEMENT.matcher(plain).replaceAll("[1:]");
        for (String formula : sums(plain)) {
            readings.add(multiplied(ELEMENT.matcher(formula).replaceAll(neighbours ? "[:-1]" : "")));
        }
        if (text.toLowerCase(Locale.ROOT).contains("rosenbrock")) {
            readings.add(ROSENBROCK);
        }
        return new ArrayList<>(readings);
    }

    private static String asciiOf(String text) {
        return text.replaceAll("[·×∙⋅]", "*")
                .replaceAll("[−–]", "-")
                .replace("‖", "||")
                .replace("½", "0.5")
                .replace("²", "**2")
                .replace("ᵀ", ".T")
                .replace("π", "pi")
                .replaceAll("[Σ∑]", "sum")
                .replace("√", "sqrt")
                .replace("≤", "<=")
                .replace("≥", ">=");
    }

    /// With the argument of a sum that has no parentheses in them: all that follows, or the next term.
    private static List<String> sums(String text) {
        Matcher sum = SUM.matcher(text);
        if (!sum.find()) {
            return List.of(text);
        }
        String before = text.substring(0, sum.start()) + sum.group(1) + "(";
        String after = text.substring(sum.end());
        int term = endOfTerm(after);
        return List.of(before + after + ")", before + after.substring(0, term) + ")" + after.substring(term));
    }

    /// Where the first `+` or `-` outside of all brackets is that has something before it.
    private static int endOfTerm(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth < 0 || depth == 0 && i > 0 && (c == '+' || c == '-')) {
                return i;
            }
        }
        return text.length();
    }

    /// With a sign between factors that stand side by side.
    private static String multiplied(String text) {
        Matcher factors = SIDE_BY_SIDE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (factors.find()) {
            String left = factors.group("left");
            String right = factors.group("right");
            boolean isProperty = factors.start() > 0 && text.charAt(factors.start() - 1) == '.';
            boolean isCall = right.equals("(") && !isProperty && FormulaFunction.named(left, 1) != null;
            boolean isWord = WORDS.contains(left) || WORDS.contains(right) || isCall;
            factors.appendReplacement(result, Matcher.quoteReplacement(isWord ? factors.group() : left + " @ "));
        }
        return factors.appendTail(result).toString();
    }
}
