package lanewise.engine.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file, checked in full: when it exists, every tensor it names lies within the data,
/// and the tensors cover the data from its first byte to its last without overlapping.
///
/// Fields of a tensor beyond the three that the format defines are passed over, as the reference reader does.
///
/// @param tensors in the header's order
record SafeTensorsHeader(List<Tensor> tensors, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";

    /// A tensor whose bytes are `[begin, end)` of the data.
    record Tensor(String name, Dtype dtype, Shape shape, long begin, long end) {}

    /// Reads a header for data of `dataLength` bytes.
    ///
    /// @throws FileFormatException if it is malformed, or does not fit the data
    static SafeTensorsHeader parse(String json, long dataLength) throws FileFormatException {
        if (!json.startsWith("{")) {
            throw new FileFormatException("the header must begin with '{', but begins with "
                    + (json.isEmpty()
                            ? "nothing"
                            : JsonWriter.quoted(json.substring(0, json.offsetByCodePoints(0, 1)))));
        }
        checkPadding(json);
        Map<?, ?> header;
        try {
            header = (Map<?, ?>) requireMap("the header", Json.parse(json));
        } catch (FileFormatException e) {
            throw new FileFormatException("the header is " + e.getMessage());
        }
        List<Tensor> tensors = new ArrayList<>();
        Map<String, String> metadata = Map.of();
        for (Map.Entry<?, ?> entry : header.entrySet()) {
            String name = (String) entry.getKey();
            if (name.equals(METADATA)) {
                metadata = metadata(entry.getValue());
            } else {
                tensors.add(tensor(name, entry.getValue()));
            }
        }
        checkCover(tensors, dataLength);
        return new SafeTensorsHeader(tensors, metadata);
    }

    /// The format's text allows spaces behind the JSON and no other white space.
    private static void checkPadding(String json) throws FileFormatException {
        char last = json.charAt(json.length() - 1);
        if (last == '\n' || last == '\r' || last == '\t') {
            throw new FileFormatException("the header ends in " + JsonWriter.quoted(String.valueOf(last))
                    + "; it may be padded with spaces, and with nothing else");
        }
    }

    private static Map<String, String> metadata(@Nullable Object value) throws FileFormatException {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : requireMap(METADATA, value).entrySet()) {
            if (!(entry.getValue() instanceof String text)) {
                throw new FileFormatException(METADATA + ": " + JsonWriter.quoted((String) entry.getKey()) + " is "
                        + describe(entry.getValue()) + "; metadata are strings");
            }
            metadata.put((String) entry.getKey(), text);
        }
        return metadata;
    }

    private static Tensor tensor(String name, @Nullable Object value) throws FileFormatException {
        String place = "tensor " + JsonWriter.quoted(name);
        Map<?, ?> fields = requireMap(place, value);
        Dtype dtype = dtype(place, required(place, fields, "dtype"));
        long[] sizes = naturals(place, "shape", required(place, fields, "shape"));
        long[] offsets = naturals(place, "data_offsets", required(place, fields, "data_offsets"));
        if (offsets.length != 2) {
            throw new FileFormatException(
                    place + ": data_offsets must be two numbers, begin and end, not " + offsets.length);
        }
        if (offsets[0] > offsets[1]) {
            throw new FileFormatException(
                    place + ": data_offsets begin at " + offsets[0] + ", behind their end " + offsets[1]);
        }
        checkLength(place, dtype, sizes, offsets[1] - offsets[0]);
        return new Tensor(name, dtype, shape(place, sizes), offsets[0], offsets[1]);
    }

    private static Dtype dtype(String place, @Nullable Object value) throws FileFormatException {
        if (!(value instanceof String name)) {
            throw new FileFormatException(place + ": dtype is " + describe(value) + "; it must be a string");
        }
        Dtype dtype = Dtype.named(name);
        if (dtype == null) {
            throw new FileFormatException(place + ": dtype " + JsonWriter.quoted(name)
                    + " is none of those that can be read: " + Arrays.toString(Dtype.values()));
        }
        return dtype;
    }

    private static void checkLength(String place, Dtype dtype, long[] sizes, long length) throws FileFormatException {
        long needed = 1;
        for (long size : sizes) {
            needed = product(place, sizes, needed, size);
        }
        needed = product(place, sizes, needed, dtype.bytes);
        if (needed != length) {
            throw new FileFormatException(place + ": " + dtype + " of shape " + Arrays.toString(sizes) + " takes "
                    + needed + " bytes, but data_offsets span " + length);
        }
    }

    private static long product(String place, long[] sizes, long a, long b) throws FileFormatException {
        if (Math.multiplyHigh(a, b) != 0 || a * b < 0) {
            throw new FileFormatException(
                    place + ": the sizes of shape " + Arrays.toString(sizes) + " multiply beyond 2^63");
        }
        return a * b;
    }

    /// The shape, if this library has arrays of it.
    private static Shape shape(String place, long[] sizes) throws FileFormatException {
        try {
            int[] exact = new int[sizes.length];
            for (int d = 0; d < sizes.length; d++) {
                exact[d] = Math.toIntExact(sizes[d]);
            }
            return Shape.of(exact);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FileFormatException(place + ": shape " + Arrays.toString(sizes)
                    + " is too big for this library; sizes and the number of elements must be below 2^31 - 1023");
        }
    }

    /// Every byte of the data must belong to exactly one tensor.
    private static void checkCover(List<Tensor> tensors, long dataLength) throws FileFormatException {
        List<Tensor> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
        long covered = 0;
        for (Tensor tensor : ordered) {
            String place = "tensor " + JsonWriter.quoted(tensor.name());
            if (tensor.end() > dataLength) {
                throw new FileFormatException(place + ": data_offsets end at " + tensor.end() + ", but there are only "
                        + dataLength + " bytes of data");
            }
            if (tensor.begin() < covered) {
                throw new FileFormatException(place + ": its data overlap another's: they begin at " + tensor.begin()
                        + ", but the data are taken up to " + covered);
            }
            if (tensor.begin() > covered) {
                throw new FileFormatException(place + ": a gap in the data before it: bytes " + covered + " to "
                        + tensor.begin() + " belong to no tensor");
            }
            covered = tensor.end();
        }
        if (covered < dataLength) {
            throw new FileFormatException(
                    "the last " + (dataLength - covered) + " bytes of the data belong to no tensor");
        }
    }

    private static @Nullable Object required(String place, Map<?, ?> fields, String name) throws FileFormatException {
        if (!fields.containsKey(name)) {
            throw new FileFormatException(place + ": " + name + " is missing");
        }
        return fields.get(name);
    }

    private static Map<?, ?> requireMap(String place, @Nullable Object value) throws FileFormatException {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new FileFormatException(place + " is " + describe(value) + "; it must be an object");
    }

    private static long[] naturals(String place, String field, @Nullable Object value) throws FileFormatException {
        if (!(value instanceof List<?> list)) {
            throw new FileFormatException(place + ": " + field + " is " + describe(value) + "; it must be an array");
        }
        long[] naturals = new long[list.size()];
        for (int i = 0; i < naturals.length; i++) {
            if (!(list.get(i) instanceof Long number) || number < 0) {
                throw new FileFormatException(place + ": " + field + " holds " + describe(list.get(i))
                        + "; it must hold whole numbers from 0 to below 2^63");
            }
            naturals[i] = number;
        }
        return naturals;
    }

    /// A value in a message: itself if it is small, otherwise its kind.
    private static String describe(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "an array";
            case String text when text.length() > 40 -> "a string of " + text.length() + " characters";
            case null, default -> JsonWriter.write(value);
        };
    }
}
