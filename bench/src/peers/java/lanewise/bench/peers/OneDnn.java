package lanewise.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/// oneDNN's `dnnl_sgemm`, whose kernels are made for the processor when they are first called.
///
/// JavaCPP's preset is not used, but the library in its jar: the preset wants an OpenCL driver to be there.
public final class OneDnn implements Contender {
    /// What the library needs, and itself; the names that the platforms have for them.
    private static final List<String> FILES = List.of("libgomp.so.1", "libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll");

    private @Nullable MethodHandle sgemm;

    /// For the service loader.
    public OneDnn() {}

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Map<String, String> environment(int threads) {
        return Map.of("OMP_NUM_THREADS", Integer.toString(threads));
    }

    @Override
    public String start(int threads) {
        FILES.forEach(OneDnn::load);
        sgemm = function(
                "dnnl_sgemm",
                FunctionDescriptor.of(
                        JAVA_INT,
                        JAVA_BYTE,
                        JAVA_BYTE,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_LONG,
                        ADDRESS,
                        JAVA_LONG,
                        JAVA_FLOAT,
                        ADDRESS,
                        JAVA_LONG));
        try {
            MethodHandle version = function("dnnl_version", FunctionDescriptor.of(ADDRESS));
            MemorySegment numbers = ((MemorySegment) version.invokeExact()).reinterpret(3L * Integer.BYTES);
            return "oneDNN " + numbers.getAtIndex(JAVA_INT, 0) + "." + numbers.getAtIndex(JAVA_INT, 1) + "."
                    + numbers.getAtIndex(JAVA_INT, 2);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_version cannot be called", e);
        }
    }

    @SuppressWarnings("LoadLibrary")
    private static void load(String file) {
        URL resource = OneDnn.class.getResource("/org/bytedeco/dnnl/" + Loader.getPlatform() + "/" + file);
        try {
            if (resource != null) {
                System.load(Loader.cacheResource(resource).getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        MemorySegment address = SymbolLookup.loaderLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("no oneDNN for " + Loader.getPlatform()));
        return Linker.nativeLinker().downcallHandle(address, descriptor);
    }

    @Override
    public @Nullable Work prepare(Problem problem) {
        return sgemm != null && problem instanceof Problem.Product product ? new Sgemm(sgemm, product) : null;
    }

    private static final class Sgemm extends NativeProduct {
        private final MethodHandle sgemm;
        private final byte aKind;
        private final byte bKind;

        Sgemm(MethodHandle sgemm, Problem.Product product) {
            super(product);
            this.sgemm = sgemm;
            aKind = (byte) (product.aTransposed() ? 'T' : 'N');
            bKind = (byte) (product.bTransposed() ? 'T' : 'N');
        }

        @Override
        void multiply(int m, int n, int k, FloatPointer a, int lda, FloatPointer b, int ldb, FloatPointer c) {
            MemorySegment left = MemorySegment.ofAddress(a.address());
            MemorySegment right = MemorySegment.ofAddress(b.address());
            MemorySegment product = MemorySegment.ofAddress(c.address());
            int status;
            try {
                status = (int) sgemm.invokeExact(
                        aKind,
                        bKind,
                        (long) m,
                        (long) n,
                        (long) k,
                        1f,
                        left,
                        (long) lda,
                        right,
                        (long) ldb,
                        0f,
                        product,
                        (long) n);
            } catch (Throwable e) {
                throw new IllegalStateException("dnnl_sgemm cannot be called", e);
            }
            if (status != 0) {
                throw new IllegalStateException("dnnl_sgemm returned " + status);
            }
        }
    }
}
