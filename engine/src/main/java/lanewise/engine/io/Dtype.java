package lanewise.engine.io;

import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.ElementReader.Bools;
import lanewise.engine.io.ElementReader.Floats;
import lanewise.engine.io.ElementReader.Longs;
import org.jspecify.annotations.Nullable;

/// The types that elements have in files, by their names in a safetensors file. A further one is one constant here.
///
/// What the library does not compute in is converted. Read, floats become float32 (exactly, but for F64, which is
/// rounded), whole numbers int64. Written, floats are rounded to the nearest, the even one of two that are as near;
/// whole numbers must lie in the type's range. Complex, 4, 6 and 8-bit floating types are not read.
@SuppressWarnings("ImmutableEnumChecker") // the readers and writers are lambdas that capture nothing
public enum Dtype {
    /// 32-bit floats: what the library computes in.
    F32(
            4,
            new Floats((bytes, y, from, to) -> bytes.asFloatBuffer().get(y, from, to - from)),
            new ElementWriter.Floats(
                    (x, offset, from, to, bytes) -> bytes.asFloatBuffer().put(x, offset + from, to - from))),
    /// 64-bit whole numbers: what the library computes in.
    I64(
            8,
            new Longs((bytes, y, from, to) -> bytes.asLongBuffer().get(y, from, to - from)),
            new ElementWriter.Longs(
                    (x, offset, from, to, bytes) -> bytes.asLongBuffer().put(x, offset + from, to - from))),
    /// Truth values, a byte each.
    BOOL(
            1,
            new Bools((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    byte truth = bytes.get();
                    if ((truth & ~1) != 0) {
                        throw new FileFormatException("element " + i + " is the byte " + Byte.toUnsignedInt(truth)
                                + "; a truth value is 0 or 1");
                    }
                    y[i] = truth == 1;
                }
            }),
            new ElementWriter.Bools((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.put((byte) (x[offset + i] ? 1 : 0));
                }
            })),
    /// 64-bit floats.
    F64(
            8,
            new Floats((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = (float) bytes.getDouble();
                }
            }),
            new ElementWriter.Floats((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putDouble(x[offset + i]);
                }
            })),
    /// 16-bit floats with 11 bits of precision, up to 65504; what is greater is written as infinity.
    F16(
            2,
            new Floats((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = Float.float16ToFloat(bytes.getShort());
                }
            }),
            new ElementWriter.Floats((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putShort(Float.floatToFloat16(x[offset + i]));
                }
            })),
    /// The upper half of a 32-bit float: its range, with 8 bits of precision.
    BF16(
            2,
            new Floats((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }),
            new ElementWriter.Floats((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putShort(upperHalf(x[offset + i]));
                }
            })),
    /// 32-bit whole numbers.
    I32(
            4,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = bytes.getInt();
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putInt((int) checked(x[offset + i], i, "I32", Integer.MIN_VALUE, Integer.MAX_VALUE));
                }
            })),
    /// 16-bit whole numbers.
    I16(
            2,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = bytes.getShort();
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putShort((short) checked(x[offset + i], i, "I16", Short.MIN_VALUE, Short.MAX_VALUE));
                }
            })),
    /// 8-bit whole numbers.
    I8(
            1,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = bytes.get();
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.put((byte) checked(x[offset + i], i, "I8", Byte.MIN_VALUE, Byte.MAX_VALUE));
                }
            })),
    /// 64-bit whole numbers from 0 on; from 2^63 on they are not read.
    U64(
            8,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = bytes.getLong();
                    if (y[i] < 0) {
                        throw new FileFormatException(
                                "element " + i + " is " + Long.toUnsignedString(y[i]) + ", which no int64 can hold");
                    }
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putLong(checked(x[offset + i], i, "U64", 0, Long.MAX_VALUE));
                }
            })),
    /// 32-bit whole numbers from 0 on.
    U32(
            4,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = Integer.toUnsignedLong(bytes.getInt());
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putInt((int) checked(x[offset + i], i, "U32", 0, 0xffff_ffffL));
                }
            })),
    /// 16-bit whole numbers from 0 on.
    U16(
            2,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = Short.toUnsignedInt(bytes.getShort());
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.putShort((short) checked(x[offset + i], i, "U16", 0, 0xffff));
                }
            })),
    /// 8-bit whole numbers from 0 on: bytes.
    U8(
            1,
            new Longs((bytes, y, from, to) -> {
                for (int i = from; i < to; i++) {
                    y[i] = Byte.toUnsignedInt(bytes.get());
                }
            }),
            new ElementWriter.Longs((x, offset, from, to, bytes) -> {
                for (int i = from; i < to; i++) {
                    bytes.put((byte) checked(x[offset + i], i, "U8", 0, 0xff));
                }
            }));

    /// Bytes of an element.
    final int bytes;

    /// How an array of this type is read.
    final ElementReader reader;

    /// How an array is written in this type.
    final ElementWriter writer;

    Dtype(int bytes, ElementReader reader, ElementWriter writer) {
        this.bytes = bytes;
        this.reader = reader;
        this.writer = writer;
    }

    /// The type in which an array is written bit for bit.
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

    /// The nearest bfloat16, of two the even one. A NaN stays one, also where all its set bits are in the lower
    /// half.
    private static short upperHalf(float x) {
        int bits = Float.floatToRawIntBits(x);
        return (short) (Float.isNaN(x) ? bits >>> 16 | 0x40 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private static long checked(long x, int i, String dtype, long min, long max) {
        if (x < min || x > max) {
            throw new IllegalArgumentException(
                    "element " + i + " is " + x + ", which is no " + dtype + ": these go from " + min + " to " + max);
        }
        return x;
    }
}
