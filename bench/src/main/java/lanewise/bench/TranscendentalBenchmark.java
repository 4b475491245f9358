package lanewise.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Lanes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The transcendental functions by themselves, in one thread and from one array to another, beside the JDK's vector
/// library and its `Math`.
@State(Scope.Benchmark)
public class TranscendentalBenchmark extends Measured {
    /// The function.
    @Param
    public Transcendental function = Transcendental.EXP;

    /// The number of elements: in the second-level cache, and in memory.
    @Param({"100000", "10000000"})
    public int elements;

    private float[] x = {};
    private float[] y = {};

    /// Makes the arguments: from −3 to 3, or from 0.1 to 3 for the logarithms.
    @Setup
    public void fill() {
        x = new float[elements + Lanes.PADDING];
        y = new float[elements];
        float least = function.positive ? 0.1f : -3f;
        for (int i = 0; i < elements; i++) {
            x[i] = least + (3f - least) * (i * 7919L % elements) / elements;
        }
    }

    /// The library's.
    @Benchmark
    public float[] vector(Traffic traffic) {
        count(traffic);
        function.run(x, y, elements);
        return y;
    }

    /// The JDK's vector library, whose bits depend on whether the loop is compiled. It has neither sigmoid nor the
    /// base 2: those are made of its exponential and its logarithm.
    @Benchmark
    public float[] jdk(Traffic traffic) {
        count(traffic);
        switch (function) {
            case EXP -> exp(x, y, elements);
            case EXPM1 -> expm1(x, y, elements);
            case LOG -> log(x, y, elements);
            case LOG1P -> log1p(x, y, elements);
            case SIGMOID -> sigmoid(x, y, elements);
            case TANH -> tanh(x, y, elements);
            case SIN -> sin(x, y, elements);
            case COS -> cos(x, y, elements);
            case EXP2 -> exp2(x, y, elements);
            case LOG2 -> log2(x, y, elements);
            case LOG10 -> log10(x, y, elements);
            case SINH -> sinh(x, y, elements);
            case COSH -> cosh(x, y, elements);
            case TAN -> tan(x, y, elements);
            case ATAN -> atan(x, y, elements);
        }
        return y;
    }

    /// A plain loop over `Math`'s.
    @Benchmark
    public float[] scalar(Traffic traffic) {
        count(traffic);
        function.loop(x, y, elements);
        return y;
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * 8 * elements;
    }

    private static void exp(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.EXP)
                    .intoArray(y, i);
        }
    }

    private static void expm1(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.EXPM1)
                    .intoArray(y, i);
        }
    }

    private static void log(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.LOG)
                    .intoArray(y, i);
        }
    }

    private static void log1p(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.LOG1P)
                    .intoArray(y, i);
        }
    }

    private static void tanh(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.TANH)
                    .intoArray(y, i);
        }
    }

    private static void sin(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.SIN)
                    .intoArray(y, i);
        }
    }

    private static void cos(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.COS)
                    .intoArray(y, i);
        }
    }

    private static void log10(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.LOG10)
                    .intoArray(y, i);
        }
    }

    private static void sinh(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.SINH)
                    .intoArray(y, i);
        }
    }

    private static void cosh(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.COSH)
                    .intoArray(y, i);
        }
    }

    private static void tan(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.TAN)
                    .intoArray(y, i);
        }
    }

    private static void atan(float[] x, float[] y, int length) {
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.ATAN)
                    .intoArray(y, i);
        }
    }

    private static void exp2(float[] x, float[] y, int length) {
        float ln2 = (float) Transcendental.LN_2;
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .mul(ln2)
                    .lanewise(VectorOperators.EXP)
                    .intoArray(y, i);
        }
    }

    private static void log2(float[] x, float[] y, int length) {
        float reciprocal = (float) (1 / Transcendental.LN_2);
        for (int i = 0; i < length; i += Lanes.LANES) {
            FloatVector.fromArray(Lanes.SPECIES, x, i)
                    .lanewise(VectorOperators.LOG)
                    .mul(reciprocal)
                    .intoArray(y, i);
        }
    }

    private static void sigmoid(float[] x, float[] y, int length) {
        var one = FloatVector.broadcast(Lanes.SPECIES, 1f);
        for (int i = 0; i < length; i += Lanes.LANES) {
            var e = FloatVector.fromArray(Lanes.SPECIES, x, i).neg().lanewise(VectorOperators.EXP);
            one.div(e.add(one)).intoArray(y, i);
        }
    }
}
