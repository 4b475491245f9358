package lanewise.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/// oneDNN's `dnnl_sgemm`, out of the library in the jar of JavaCPP's preset. The preset itself is not used: it
/// wants an OpenCL driver to be there.
final class DnnlSgemm {
    private static final List<String> OPENMP = List.of("libgomp.so.1");
    private static final List<String> FILES = List.of("libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll");

    private static final MethodHandle SGEMM = function(
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

    private DnnlSgemm() {}

    /// The version of the library.
    static String version() {
        try {
            MethodHandle version = function("dnnl_version", FunctionDescriptor.of(ADDRESS));
            MemorySegment numbers = ((MemorySegment) version.invokeExact()).reinterpret(3L * Integer.BYTES);
            return "oneDNN " + numbers.getAtIndex(JAVA_INT, 0) + "." + numbers.getAtIndex(JAVA_INT, 1) + "."
                    + numbers.getAtIndex(JAVA_INT, 2);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_version cannot be called", e);
        }
    }

    /// `C = α·A·B + β·C`, all row after row; `aKind` and `bKind` are `N`, or `T` for a transposed operand.
    static void run(
            byte aKind,
            byte bKind,
            long m,
            long n,
            long k,
            float alpha,
            MemorySegment a,
            long lda,
            MemorySegment b,
            long ldb,
            float beta,
            MemorySegment c,
            long ldc) {
        int status;
        try {
            status = (int) SGEMM.invokeExact(aKind, bKind, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        } catch (Throwable e) {
            throw new IllegalStateException("dnnl_sgemm cannot be called", e);
        }
        if (status != 0) {
            throw new IllegalStateException("dnnl_sgemm returned " + status);
        }
    }

    /// Gives a loaded library's products to oneDNN: its calls of the BLAS's `sgemm_` come here.
    ///
    /// @return whether that was possible
    static boolean replaceIn(String library) {
        try {
            Optional<ImportedFunction> sgemm = ImportedFunction.find(library, "sgemm_");
            sgemm.ifPresent(function -> function.replace(stub()));
            return sgemm.isPresent();
        } catch (IOException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    private static MemorySegment stub() {
        AddressLayout text = to(JAVA_BYTE);
        AddressLayout number = to(JAVA_INT);
        AddressLayout factor = to(JAVA_FLOAT);
        FunctionDescriptor descriptor = FunctionDescriptor.ofVoid(
                text, text, number, number, number, factor, ADDRESS, number, ADDRESS, number, factor, ADDRESS, number);
        MethodType type = descriptor.toMethodType();
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(DnnlSgemm.class, "sgemm", type);
            return Linker.nativeLinker().upcallStub(target, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AddressLayout to(ValueLayout pointed) {
        return ADDRESS.withTargetLayout(pointed);
    }

    /// Fortran's interface, along columns: its `C = A·B` is `Cᵀ = Bᵀ·Aᵀ` along rows.
    @SuppressWarnings("UnusedMethod") // found by its name
    private static void sgemm(
            MemorySegment aKind,
            MemorySegment bKind,
            MemorySegment m,
            MemorySegment n,
            MemorySegment k,
            MemorySegment alpha,
            MemorySegment a,
            MemorySegment lda,
            MemorySegment b,
            MemorySegment ldb,
            MemorySegment beta,
            MemorySegment c,
            MemorySegment ldc) {
        run(
                kind(bKind),
                kind(aKind),
                n.get(JAVA_INT, 0),
                m.get(JAVA_INT, 0),
                k.get(JAVA_INT, 0),
                alpha.get(JAVA_FLOAT, 0),
                b,
                ldb.get(JAVA_INT, 0),
                a,
                lda.get(JAVA_INT, 0),
                beta.get(JAVA_FLOAT, 0),
                c,
                ldc.get(JAVA_INT, 0));
    }

    private static byte kind(MemorySegment text) {
        byte letter = text.get(JAVA_BYTE, 0);
        return (byte) (letter == 'n' || letter == 'N' ? 'N' : 'T');
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Optional<MemorySegment> address = SymbolLookup.loaderLookup().find(name);
        if (address.isEmpty()) {
            // where another library has loaded OpenMP already, a second one would have threads of its own
            if (SymbolLookup.loaderLookup().find("GOMP_parallel").isEmpty()) {
                OPENMP.forEach(DnnlSgemm::load);
            }
            FILES.forEach(DnnlSgemm::load);
            address = SymbolLookup.loaderLookup().find(name);
        }
        return Linker.nativeLinker()
                .downcallHandle(
                        address.orElseThrow(() -> new UnsatisfiedLinkError("no oneDNN for " + Loader.getPlatform())),
                        descriptor);
    }

    private static void load(String file) {
        URL resource = DnnlSgemm.class.getResource("/org/bytedeco/dnnl/" + Loader.getPlatform() + "/" + file);
        try {
            if (resource != null) {
                System.load(Loader.cacheResource(resource).getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
