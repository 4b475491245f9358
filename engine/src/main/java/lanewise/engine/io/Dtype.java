package lanewise.engine.io;

import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.ElementReader.Bools;
import lanewise.engine.io.ElementReader.Floats;
import lanewise.engine.io.ElementReader.Longs;
import org.jspecify.annotations.Nullable;

/// The element types of a safetensors file that can be read, by their names in it. A further one is one constant
/// here.
///
/// What the library does not compute in is converted: floats to float32 (exactly, but for F64, which is rounded),
/// whole numbers to int64. Complex, 4, 6 and 8-bit floating types are not read.
@SuppressWarnings("ImmutableEnumChecker") // the readers are lambdas that capture nothing
enum Dtype {
    F32(4, new Floats((bytes, y, from, to) -> bytes.asFloatBuffer().get(y, from, to - from))),
    I64(8, new Longs((bytes, y, from, to) -> bytes.asLongBuffer().get(y, from, to - from))),
    BOOL(1, new Bools((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            byte truth = bytes.get();
            if ((truth & ~1) != 0) {
                throw new FileFormatException(
                        "element " + i + " is the byte " + Byte.toUnsignedInt(truth) + "; a truth value is 0 or 1");
            }
            y[i] = truth == 1;
        }
    })),
    F64(8, new Floats((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = (float) bytes.getDouble();
        }
    })),
    F16(2, new Floats((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = Float.float16ToFloat(bytes.getShort());
        }
    })),
    BF16(2, new Floats((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        }
    })),
    I32(4, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = bytes.getInt();
        }
    })),
    I16(2, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = bytes.getShort();
        }
    })),
    I8(1, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = bytes.get();
        }
    })),
    U64(8, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = bytes.getLong();
            if (y[i] < 0) {
                throw new FileFormatException(
                        "element " + i + " is " + Long.toUnsignedString(y[i]) + ", which no int64 can hold");
            }
        }
    })),
    U32(4, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = Integer.toUnsignedLong(bytes.getInt());
        }
    })),
    U16(2, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = Short.toUnsignedInt(bytes.getShort());
        }
    })),
    U8(1, new Longs((bytes, y, from, to) -> {
        for (int i = from; i < to; i++) {
            y[i] = Byte.toUnsignedInt(bytes.get());
        }
    }));

    /// Bytes of an element.
    final int bytes;

    /// How an array of this type is read.
    final ElementReader reader;

    Dtype(int bytes, ElementReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    /// The type in which an array is written.
    static Dtype of(AnyArray array) {
        return switch (array) {
            case NDArray _ -> F32;
            case LongArray _ -> I64;
            case BoolArray _ -> BOOL;
        };
    }

    /// The type of this name, or null where there is none that can be read.
    static @Nullable Dtype named(String name) {
        for (Dtype dtype : values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        return null;
    }
}
