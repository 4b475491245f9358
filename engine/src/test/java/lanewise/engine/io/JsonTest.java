package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("true", true),
                Arguments.of(" \t\r\nfalse ", false),
                Arguments.of("null", null),
                Arguments.of("0", 0L),
                Arguments.of("-0", -0.0),
                Arguments.of("-12", -12L),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("9223372036854775808", 0x1p63),
                Arguments.of("100000000000000000000000000000", 1e29),
                Arguments.of("1.0", 1.0),
                Arguments.of("-2.5e-3", -2.5e-3),
                Arguments.of("1E+2", 100.0),
                Arguments.of("1e-999", 0.0),
                Arguments.of("\"\"", ""),
                Arguments.of("\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "a\"\\/\b\f\n\r\tz"),
                Arguments.of("\"\\u00e9\\uD83D\\ude00é😀\"", "é😀é😀"),
                Arguments.of("[]", List.of()),
                Arguments.of("[1, [2], {}]", List.of(1L, List.of(2L), Map.of())),
                Arguments.of("{ }", Map.of()),
                Arguments.of("{\"a\" : 1 , \"\":[]}", Map.of("a", 1L, "", List.of())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void reads(String text, Object value) throws FileFormatException {
        assertThat(Json.parse(text)).isEqualTo(value);
    }

    @Test
    void keepsTheOrder() throws FileFormatException {
        assertThat(JsonWriter.write(Json.parse("{\"z\":1,\"a\":2,\"m\":3}"))).isEqualTo("{\"z\":1,\"a\":2,\"m\":3}");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "character 0, at the end: a value is needed"),
                Arguments.of("  ", "character 2, at the end"),
                Arguments.of("{} x", "character 3, at \"x\": nothing may follow the value"),
                Arguments.of("1 2", "nothing may follow"),
                Arguments.of("{\"a\":1,\"b\":2,\"a\":3}", "character 13, at \"\\\"\": the name \"a\" is there twice"),
                Arguments.of("{\"a\":1,\"\\u0061\":3}", "the name \"a\" is there twice"),
                Arguments.of("{\"a\":1,}", "a name in double quotes is needed"),
                Arguments.of("{a:1}", "a name in double quotes is needed"),
                Arguments.of("{'a':1}", "a name in double quotes is needed"),
                Arguments.of("{\"a\" 1}", "':' is needed"),
                Arguments.of("{\"a\":1 \"b\":2}", "'}' is needed"),
                Arguments.of("{\"a\":1", "character 6, at the end: '}' is needed"),
                Arguments.of("{\"a\":", "a value is needed"),
                Arguments.of("[1,]", "a value is needed"),
                Arguments.of("[1 2]", "']' is needed"),
                Arguments.of("[1", "']' is needed"),
                Arguments.of("[,1]", "a value is needed"),
                Arguments.of("]", "a value is needed"),
                Arguments.of("tru", "a value is needed"),
                Arguments.of("True", "a value is needed"),
                Arguments.of("nul", "a value is needed"),
                Arguments.of("truefalse", "nothing may follow"),
                Arguments.of("NaN", "a value is needed"),
                Arguments.of("Infinity", "a value is needed"),
                Arguments.of("-Infinity", "a value is needed"),
                Arguments.of("-", "a value is needed"),
                Arguments.of("+1", "a value is needed"),
                Arguments.of("01", "nothing may follow"),
                Arguments.of("-01", "nothing may follow"),
                Arguments.of(".5", "a value is needed"),
                Arguments.of("1.", "a digit must follow the point"),
                Arguments.of("1.e2", "a digit must follow the point"),
                Arguments.of("1e", "a digit must follow the exponent"),
                Arguments.of("1e+", "a digit must follow the exponent"),
                Arguments.of("0x1", "nothing may follow"),
                Arguments.of("1e999", "character 0, at \"1\": the number is too big"),
                Arguments.of("1_000", "nothing may follow"),
                Arguments.of("\u0661", "a value is needed"), // an Arabic digit
                Arguments.of("\"a", "the string does not end"),
                Arguments.of("\"a\\", "no such escape"),
                Arguments.of("\"\\x41\"", "no such escape"),
                Arguments.of("\"\\'\"", "no such escape"),
                Arguments.of("\"\\u12\"", "four hexadecimal digits"),
                Arguments.of("\"\\u12g4\"", "four hexadecimal digits"),
                Arguments.of("\"\\u\u0661234\"", "four hexadecimal digits"),
                Arguments.of("\"\\u12", "four hexadecimal digits"),
                Arguments.of("\"\\ud800\"", "character 1, at \"\\\\\": half a surrogate pair"),
                Arguments.of("\"\\ud800\\n\"", "half a surrogate pair"),
                Arguments.of("\"\\ud800\\u0041\"", "half a surrogate pair"),
                Arguments.of("\"\\ud800", "half a surrogate pair"),
                Arguments.of("\"\\udc00\"", "half a surrogate pair"),
                Arguments.of("\"\n\"", "a control character must be escaped"),
                Arguments.of("\"\u0000\"", "a control character must be escaped"),
                Arguments.of("\u00a01", "a value is needed"),
                Arguments.of("\ufeff1", "a value is needed"),
                Arguments.of("/* */ 1", "a value is needed"),
                Arguments.of("[".repeat(200) + "]".repeat(200), "values nest deeper than 127"),
                Arguments.of("{\"a\":".repeat(100_000), "values nest deeper than 127"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith("no valid JSON, character ")
                .hasMessageContaining(message);
    }

    @Test
    void nestsAsDeepAsItSays() throws FileFormatException {
        String deepest = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(JsonWriter.write(Json.parse(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> Json.parse("[" + deepest + "]")).hasMessageContaining("deeper");
    }

    @Test
    void whatIsWrittenIsReadBack() throws FileFormatException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("quotes \" and \\ and /", "\u0000\u0001\u001f\n\r\t\u007f é 😀");
        object.put("numbers", List.of(0L, -1L, Long.MIN_VALUE, 0.1, -0.0, 1e300, Double.MIN_VALUE));
        object.put("words", Arrays.asList(true, false, null));
        object.put("empty", List.of(List.of(), Map.of()));
        assertThat(Json.parse(JsonWriter.write(object))).isEqualTo(object);
    }

    @Test
    void writesWithoutSpace() {
        assertThat(JsonWriter.write(Map.of("a", List.of(1L, 2.5, "x\u0002"))))
                .isEqualTo("{\"a\":[1,2.5,\"x\\u0002\"]}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void writesNoNumberThatJsonHasNot(double number) {
        assertThatThrownBy(() -> JsonWriter.write(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON has no " + number);
    }
}
