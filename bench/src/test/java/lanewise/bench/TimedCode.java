package lanewise.bench;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/// A benchmark that JMH found, and a way to call it as JMH does: with states whose parameters are set.
record TimedCode(Class<?> owner, Method method) {
    static List<TimedCode> all() throws ReflectiveOperationException {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        List<TimedCode> found = new ArrayList<>();
        for (var entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
            String name = entry.getUsername();
            Class<?> owner = Class.forName(name.substring(0, name.lastIndexOf('.')));
            found.add(of(owner, name.substring(name.lastIndexOf('.') + 1)));
        }
        return found;
    }

    static TimedCode of(Class<?> owner, String name) throws NoSuchMethodException {
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name)) {
                return new TimedCode(owner, method);
            }
        }
        throw new NoSuchMethodException(owner.getName() + "." + name);
    }

    boolean isScalar() {
        return method.getName().startsWith("scalar");
    }

    /// The plain loop to compare with: of `gradients`, `scalarGradients` if there is one, otherwise `scalar`.
    TimedCode scalar() throws NoSuchMethodException {
        String name = method.getName();
        try {
            return of(owner, "scalar" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        } catch (NoSuchMethodException e) {
            return of(owner, "scalar");
        }
    }

    /// Every combination of the values of its parameters, but for those left out.
    List<Map<Field, Object>> combinations(Set<String> leftOut) {
        List<Map<Field, Object>> combinations = new ArrayList<>();
        combinations.add(new LinkedHashMap<>());
        for (Field field : parameters()) {
            List<Map<Field, Object>> longer = new ArrayList<>();
            for (Map<Field, Object> combination : combinations) {
                for (String value : values(field)) {
                    if (!leftOut.contains(value)) {
                        Map<Field, Object> next = new LinkedHashMap<>(combination);
                        next.put(field, parse(field.getType(), value));
                        longer.add(next);
                    }
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    /// What the last of these calls returns, on new states.
    float[] result(int calls, Map<Field, Object> values) throws ReflectiveOperationException {
        Map<Class<?>, Object> states = new HashMap<>();
        for (Class<?> type : stateTypes()) {
            states.put(type, newState(type, values));
        }
        Object[] arguments =
                Arrays.stream(method.getParameterTypes()).map(states::get).toArray();
        Object result = null;
        for (int call = 0; call < calls; call++) {
            result = method.invoke(states.get(owner), arguments);
        }
        float[] numbers = Numbers.of(result);
        for (Object state : states.values()) {
            callAnnotated(TearDown.class, state);
        }
        return numbers;
    }

    /// The number of threads last, so that what does not depend on it is computed once in a row.
    Set<Field> parameters() {
        Set<Field> parameters = new LinkedHashSet<>();
        for (Class<?> type : stateTypes()) {
            for (Field field : type.getFields()) {
                if (field.isAnnotationPresent(Param.class) && type != ThreadCount.class) {
                    parameters.add(field);
                }
            }
        }
        if (stateTypes().contains(ThreadCount.class)) {
            parameters.addAll(Arrays.asList(ThreadCount.class.getFields()));
        }
        return parameters;
    }

    @Override
    public String toString() {
        return owner.getSimpleName() + "." + method.getName();
    }

    private Set<Class<?>> stateTypes() {
        Set<Class<?>> types = new LinkedHashSet<>();
        types.add(owner);
        for (Class<?> type : method.getParameterTypes()) {
            if (type.isAnnotationPresent(State.class)) {
                types.add(type);
            }
        }
        return types;
    }

    private static Object newState(Class<?> type, Map<Field, Object> values) throws ReflectiveOperationException {
        Object state = type.getConstructor().newInstance();
        for (var value : values.entrySet()) {
            if (value.getKey().getDeclaringClass().isInstance(state)) {
                value.getKey().set(state, value.getValue());
            }
        }
        callAnnotated(Setup.class, state);
        return state;
    }

    private static void callAnnotated(Class<? extends Annotation> annotation, Object state)
            throws ReflectiveOperationException {
        Set<String> called = new LinkedHashSet<>();
        for (Class<?> type = state.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(annotation) && called.add(method.getName())) {
                    method.setAccessible(true);
                    method.invoke(state);
                }
            }
        }
    }

    private static List<String> values(Field field) {
        String[] given = field.getAnnotation(Param.class).value();
        if (given.length == 1 && given[0].equals(Param.BLANK_ARGS)) {
            return Arrays.stream(field.getType().getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList();
        }
        return List.of(given);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // valueOf of an enum that is known by its class alone
    private static Object parse(Class<?> type, String value) {
        if (type == int.class) {
            return Integer.valueOf(value);
        }
        if (type == boolean.class) {
            return Boolean.valueOf(value);
        }
        return type.isEnum() ? Enum.valueOf((Class<? extends Enum>) type, value) : value;
    }
}
